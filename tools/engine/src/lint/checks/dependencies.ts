import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
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

/**
 * Whether Chart.lock was made from what Chart.yaml says now, dependencies within the workspace have the version that is
 * asked for, and each condition has its value in values.yaml.
 */
export async function checkDependencies({ chartDir, chart }: LockedChart, files: FilesClient): Promise<RawFinding[]> {
  const read = async (path: string) => (await parseYaml((await files.readText(path)) ?? '', path)) as unknown;
  const source = await read(join(chartDir, 'Chart.yaml'));
  const dependencies = (source as { dependencies?: Dependency[] } | null)?.dependencies ?? [];
  const fault = (rule: string, file: string, message: string, fix: string): RawFinding => ({
    ...{ severity: 'error', check: 'dependencies', rule },
    ...{ file: `${chart}/${file}`, message, fix },
  });
  const values = await read(join(chartDir, 'values.yaml'));
  const ofEntries = dependencies.map(async ({ name = '', alias, version = '', repository = '', condition }) => {
    const found: RawFinding[] = [];
    const dir = repository.startsWith('file://') ? repository.slice('file://'.length) : undefined;
    const there = dir === undefined ? undefined : await read(resolve(chartDir, dir, 'Chart.yaml'));
    const actual = (there as { version?: unknown } | null | undefined)?.version;
    // What is a range, Helm alone can tell.
    if (typeof actual === 'string' && EXACT.test(version) && actual !== version) {
      const message = `it asks for ${name} ${version}, and ${dir} has version ${actual}`;
      found.push(fault('other-version', 'Chart.yaml', message, `Ask for ${actual}.`));
    }
    const paths = (condition ?? '').split(',').flatMap((path) => path.trim() || []);
    if (paths.length > 0 && !paths.some((path) => typeof valueAt(values, path) === 'boolean')) {
      const message = `nothing switches ${alias ?? name}: values.yaml has no true or false at ${paths.join(' or ')}`;
      found.push(fault('unknown-condition', 'Chart.yaml', message, 'Correct the condition, or declare its value.'));
    }
    return found;
  });
  const lockPath = join(chartDir, 'Chart.lock');
  const lock = (await read(lockPath)) as { digest?: string; dependencies?: Dependency[] } | null;
  const isLocked = lock === null || lock.digest === toLockDigest(dependencies, lock.dependencies ?? []);
  const message = 'Chart.lock was not made from the dependencies that Chart.yaml has now';
  return [
    ...(isLocked ? [] : [fault('lock-out-of-step', 'Chart.lock', message, `Run "helm dependency update ${chart}".`)]),
    ...(await Promise.all(ofEntries)).flat(),
  ];
}

const EXACT = /^\d+\.\d+\.\d+/;

function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values ?? {});
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
