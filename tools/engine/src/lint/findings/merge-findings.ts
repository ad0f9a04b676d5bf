import { createHash } from 'node:crypto';
import type { LintFinding } from '@slipway/contracts';
import type { ChartTree } from '../chart-tree.ts';
import type { LintRender } from '../renders/rendered-objects.ts';
import type { Blame } from './blame.ts';
import { blameMessage, blameObject } from './blame.ts';
import { fixFor } from './fixes.ts';
import type { RawFinding } from './raw-finding.ts';

/** What findings are put together with. */
export interface FindingContext {
  project: string;
  /** Chart folder, relative to the workspace root. */
  chart: string;
  tree: ChartTree;
  renders: readonly LintRender[];
}

/** One finding per fault: the same one in several renders lists them. In the order of the first one each. Pure. */
export function mergeFindings(found: readonly RawFinding[], context: FindingContext): LintFinding[] {
  const groups = new Map<string, RawFinding[]>();
  for (const finding of found) {
    const { check, rule, object, container, path, file, message } = finding;
    const key = JSON.stringify([check, rule, object?.kind, object?.name, container, path, file, message]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map((group) => toFinding(group, context));
}

function toFinding(group: readonly RawFinding[], context: FindingContext): LintFinding {
  const { project, chart, renders } = context;
  const first = group[0] as RawFinding;
  const { severity, check, rule, container, path, message } = first;
  const named = new Set(group.flatMap(({ render }) => render ?? []));
  const names = renders.filter(({ name }) => named.has(name)).map(({ name }) => name);
  const object = first.object?.kind ? `${first.object.kind}/${first.object.name}` : undefined;
  const { file, line } = toBlame(first, context);
  return {
    severity,
    check,
    rule,
    project,
    chart,
    renders: names,
    ...(object === undefined ? {} : { object }),
    ...(container === undefined ? {} : { container }),
    ...(path ? { path } : {}),
    file,
    ...(line === undefined ? {} : { line }),
    valuesFiles: renders.find(({ name }) => name === names[0])?.valuesFiles ?? [],
    message,
    fix: fixFor(first),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([check, rule, chart, object, container, path, message]))
      .digest('hex')
      .slice(0, 32),
  };
}

/** The file that the check names, that Helm names, or that made the object; at last Chart.yaml. */
function toBlame({ file, line, message, object, render }: RawFinding, { tree, renders, chart }: FindingContext): Blame {
  if (file !== undefined) return { file, ...(line === undefined ? {} : { line }) };
  const said = blameMessage(message, tree);
  if (said) return said;
  const rendered = renders
    .find(({ name }) => name === render)
    ?.objects.find((it) => it.object.kind === object?.kind && it.object.metadata?.name === object.name);
  if (object?.kind) {
    const isTest = String(rendered?.object.metadata?.annotations?.['helm.sh/hook'] ?? '').includes('test');
    const made = blameObject({ kind: object.kind, source: rendered?.source, isTest }, tree);
    if (made) return made;
  }
  return { file: `${chart === '.' ? '' : `${chart}/`}Chart.yaml` };
}
