import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import { parseYaml } from '../../catalog/parse-yaml.ts';
import type { RawFinding } from '../findings/raw-finding.ts';

interface Dependency {
  name?: string;
  version?: string;
  repository?: string;
  condition?: string;
  tags?: string[];
  enabled?: boolean;
  'import-values'?: unknown[];
  alias?: string;
}

/** Where the chart lies. */
export interface LockedChart {
  /** Absolute. */
  chartDir: string;
  /** The same, relative to the workspace root. */
  chart: string;
}

/** Whether Chart.lock was made from what Chart.yaml says now. A chart without a lock has nothing to be checked. */
export async function checkDependencies({ chartDir, chart }: LockedChart, files: FilesClient): Promise<RawFinding[]> {
  const path = join(chartDir, 'Chart.lock');
  const text = await files.readText(path);
  if (text === undefined) return [];
  const lock = (await parseYaml(text, path)) as { digest?: string; dependencies?: Dependency[] } | null;
  const source = join(chartDir, 'Chart.yaml');
  const file = (await parseYaml((await files.readText(source)) ?? '', source)) as {
    dependencies?: Dependency[];
  } | null;
  if (lock?.digest === toLockDigest(file?.dependencies ?? [], lock?.dependencies ?? [])) return [];
  return [
    {
      severity: 'error',
      check: 'dependencies',
      rule: 'lock-out-of-step',
      file: `${chart}/Chart.lock`,
      message: 'Chart.lock was not made from the dependencies that Chart.yaml has now',
      fix: `Run "helm dependency update ${chart}".`,
    },
  ];
}

/** Helm's own digest: sha256 over the JSON of what is wanted and what is locked (its internal/resolver). Pure. */
export function toLockDigest(wanted: readonly Dependency[], locked: readonly Dependency[]): string {
  const json = goJson([wanted.map(toHelm), locked.map(toHelm)]);
  return `sha256:${createHash('sha256').update(json).digest('hex')}`;
}

/** The fields in Helm's order; those that are empty are left out as Helm does. */
function toHelm(dependency: Dependency): Record<string, unknown> {
  const { name = '', version, repository = '', condition, tags, enabled, alias } = dependency;
  const imports = dependency['import-values'];
  return {
    name,
    ...(version ? { version } : {}),
    repository,
    ...(condition ? { condition } : {}),
    ...(tags?.length ? { tags } : {}),
    ...(enabled ? { enabled } : {}),
    ...(imports?.length ? { 'import-values': imports } : {}),
    ...(alias ? { alias } : {}),
  };
}

/** Go escapes what could end a script in HTML. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}
