import { join, resolve } from 'node:path';
import type { FilesClient, HelmClient } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { parseYaml } from '../catalog/parse-yaml.ts';
import type { ChartDependency, ChartFile } from '../catalog/to-service.ts';
import { sha256 } from './hash.ts';

/** A chart that Helm can take as it is. */
export interface StagedChart {
  /** Absolute. The source folder itself when nothing had to be put into it. */
  dir: string;
  /** Hex sha256 over all its files and those of its local dependencies. */
  digest: string;
  file: ChartFile;
  /** Folder of each local dependency by the name it has within the chart (its alias, if any). */
  localDependencies: Record<string, string>;
}

interface Source {
  dir: string;
  file: ChartFile;
  digest: string;
  dependencies: { entry: ChartDependency; source: Source | undefined }[];
}

/** What staging needs. `sources` may be shared by several calls: a library chart is then read once. */
export interface StageOptions {
  files: FilesClient;
  helm: HelmClient;
  /** Staged charts are kept here, by digest. */
  cacheDir: string;
  sources?: Map<string, Promise<Source>>;
  signal?: AbortSignal | undefined;
}

/**
 * Puts local dependencies (`file://…`) into a copy of the chart, so that the tree of the workspace is never
 * written to and `helm dependency update` is not needed. Dependencies from elsewhere are taken from the
 * chart's `charts/` folder, and fetched when they are not there. Throws `ChartInvalid`.
 */
export async function stageChart(chartDir: string, options: StageOptions): Promise<StagedChart> {
  const source = await readSource(chartDir, options, []);
  const { files, cacheDir, helm, signal } = options;
  const localDependencies = Object.fromEntries(
    source.dependencies.flatMap(({ entry, source: local }) => (local ? [[entry.alias ?? entry.name, local.dir]] : [])),
  );
  const staged = { digest: source.digest, file: source.file, localDependencies };
  if (source.dependencies.length === 0) return { ...staged, dir: chartDir };
  const target = join(cacheDir, `${String(source.file.name)}-${source.digest.slice(0, 24)}`);
  if (!(await files.exists(join(target, 'Chart.yaml')))) {
    const aside = await files.makeTempDir(target);
    try {
      await copySource(source, aside, files);
      if (await lacksDependency(source, aside, files)) await helm.fetchDependencies(aside, signal);
      await files.moveDir(aside, target);
    } catch (error) {
      await files.remove(aside);
      throw error;
    }
  }
  return { ...staged, dir: target };
}

async function readSource(dir: string, options: StageOptions, above: string[]): Promise<Source> {
  if (above.includes(dir)) {
    throw new SlipwayError({
      code: 'ChartInvalid',
      message: `read the chart ${dir}: it depends on itself (${[...above, dir].join(' -> ')}).`,
      hint: 'Take the dependency out of one Chart.yaml.',
    });
  }
  const known = options.sources?.get(dir);
  if (known) return known;
  const reading = loadSource(dir, options, above);
  options.sources?.set(dir, reading);
  return reading;
}

async function loadSource(dir: string, options: StageOptions, above: string[]): Promise<Source> {
  const path = join(dir, 'Chart.yaml');
  const text = await options.files.readText(path);
  if (text === undefined) {
    throw new SlipwayError({
      code: 'ChartInvalid',
      message: `read the chart ${dir}: Chart.yaml is not there.`,
      hint: above.length ? `Correct the dependencies of ${above.at(-1)}.` : 'Point to a chart folder.',
    });
  }
  const file = ((await parseYaml(text, path)) ?? {}) as ChartFile;
  const dependencies = await Promise.all(
    (file.dependencies ?? []).map(async (entry) => ({
      entry,
      source: entry.repository?.startsWith('file://')
        ? await readSource(resolve(dir, entry.repository.slice('file://'.length)), options, [...above, dir])
        : undefined,
    })),
  );
  const tree = await options.files.hashTree(dir);
  const own = tree.map(({ path: name, sha256: hash }) => `${name} ${hash}`);
  const nested = dependencies.map(({ entry, source }) => `${entry.name} ${source?.digest ?? ''}`);
  return { dir, file, digest: sha256([...own, '', ...nested].join('\n')), dependencies };
}

async function copySource(source: Source, target: string, files: FilesClient): Promise<void> {
  await files.copyTree(source.dir, target);
  for (const { entry, source: local } of source.dependencies) {
    if (!local) continue;
    const charts = join(target, 'charts');
    for (const name of await files.list(charts)) {
      if (isPackageOf(name, entry.name)) await files.remove(join(charts, name));
    }
    await copySource(local, join(charts, entry.name), files);
  }
}

async function lacksDependency(source: Source, target: string, files: FilesClient): Promise<boolean> {
  const names = await files.list(join(target, 'charts'));
  return source.dependencies.some(({ entry }) => !names.some((name) => isPackageOf(name, entry.name)));
}

function isPackageOf(fileName: string, dependency: string): boolean {
  return fileName === dependency || (fileName.startsWith(`${dependency}-`) && /-v?\d[^/]*\.tgz$/.test(fileName));
}
