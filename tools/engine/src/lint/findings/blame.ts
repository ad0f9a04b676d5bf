import { posix } from 'node:path';
import type { ChartTree } from '../chart-tree.ts';
import { chartsOf } from '../chart-tree.ts';

/** A file of the workspace, and the line where known. */
export interface Blame {
  file: string;
  line?: number;
}

/** `api/charts/common/templates/x.tpl:12:3` in a message of Helm; the innermost call stands last. */
const TEMPLATE = /([\w.-]+(?:\/[\w.-]+)*\/templates\/[\w./-]+\.(?:tpl|yaml|yml|txt))(?::(\d+))?/g;

/** The template that a message of Helm blames. Undefined where it names none that the workspace has. Pure. */
export function blameMessage(message: string, tree: ChartTree): Blame | undefined {
  for (const [, path = '', line] of [...message.matchAll(TEMPLATE)].reverse()) {
    const file = toWorkspaceFile(path, tree);
    if (file !== undefined) return { file, ...(line === undefined ? {} : { line: Number(line) }) };
  }
  return undefined;
}

/**
 * The template that made an object: what Helm names, or, where that only calls a library chart, the library's
 * file for the object's kind. Pure.
 */
export function blameObject(
  { kind, source, isTest }: { kind: string; source: string | undefined; isTest?: boolean },
  tree: ChartTree,
): Blame | undefined {
  const owner = ownerOf(source ?? '', tree);
  const libraries = (owner?.chart ?? tree).dependencies.flatMap(chartsOf).filter(({ isLibrary }) => isLibrary);
  const names = [...(isTest ? [`test${kind}`] : []), kind].map((name) => name.toLowerCase());
  for (const name of names) {
    for (const { dir, files } of libraries) {
      const file = files.find((path) => path.startsWith('templates/') && stem(path) === name);
      if (file !== undefined) return { file: posix.join(dir, file) };
    }
  }
  return owner && { file: posix.join(owner.chart.dir, owner.path) };
}

function toWorkspaceFile(path: string, tree: ChartTree): string | undefined {
  const owner = ownerOf(path, tree);
  return owner && owner.chart.files.includes(owner.path) ? posix.join(owner.chart.dir, owner.path) : undefined;
}

/** `stack/charts/api/templates/x.yaml`: the chart of the workspace, and the path within it. */
function ownerOf(path: string, tree: ChartTree): { chart: ChartTree; path: string } | undefined {
  let chart: ChartTree | undefined = tree;
  const [, ...rest] = path.split('/');
  while (rest[0] === 'charts' && chart) {
    const key: string | undefined = rest[1];
    chart = chart.dependencies.find((it) => it.key === key || it.name === key);
    rest.splice(0, 2);
  }
  return chart && rest[0] === 'templates' ? { chart, path: rest.join('/') } : undefined;
}

/** `templates/classes/_configMap.tpl` as `configmap`. */
function stem(path: string): string {
  return posix.basename(path).replace(/\.\w+$/, '').replaceAll(/[^a-zA-Z]/g, '').toLowerCase(); // prettier-ignore
}
