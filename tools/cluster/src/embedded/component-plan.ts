import type { Toolset } from '@slipway/toolchain';
import type { ClusterPaths } from '../cluster-paths.ts';
import type { ComponentPlan } from './component.ts';
import type { Programs, Stage } from './components.ts';
import { toComponents } from './components.ts';
import { toPrograms } from './toolset.ts';
import { writeFiles } from './write-files.ts';

/** The programs of several toolsets, in the environment of the node's. */
export function toProgramsOf(ready: Map<Stage, Toolset>): Programs {
  const toolsets = [...ready.values()];
  const node = nodeToolsOf(ready);
  const find = (program: string): string => {
    const found = toolsets.find((tools) => hasProgram(tools, program)) ?? node;
    return found.path(program);
  };
  return { ...toPrograms(node), path: find };
}

/** The tools every other stage builds upon. */
export function nodeToolsOf(ready: Map<Stage, Toolset>): Toolset {
  const node = ready.get('node');
  if (!node) throw new Error('the node has no tools');
  return node;
}

function hasProgram(tools: Toolset, program: string): boolean {
  try {
    return tools.path(program) !== '';
  } catch {
    return false;
  }
}

/** All the supervisor has to run, of the stages whose tools are there. */
export function toPlan(paths: ClusterPaths, ready: Map<Stage, Toolset>): ComponentPlan {
  return {
    schema: 'slipway.component-plan/v1',
    components: toComponents(paths, toProgramsOf(ready), [...ready.keys()]),
  };
}

/** Writes the plan; answers its path when it changed. */
export const writePlan = (paths: ClusterPaths, plan: ComponentPlan) =>
  writeFiles([{ path: paths.plan, content: JSON.stringify(plan, null, 2) }]);
