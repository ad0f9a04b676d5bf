import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { generateFiles, OverwriteStrategy } from '@nx/devkit';
import { toServiceSchema } from '@slipway/charts';
import { environmentValues } from './environment-values.ts';
import type { ServiceNames } from './to-names.ts';

const CHARTS = 'deploy/charts';
const ENVIRONMENTS = 'deploy/environments';

/** Adds what is missing of the service's chart and of its values in every environment. */
export function addChart(tree: Tree, { name }: ServiceNames, templates: string): void {
  const dir = `${CHARTS}/${name}`;
  const version = /^version:\s*["']?([^"'\s]+)/m.exec(tree.read(`${CHARTS}/common/Chart.yaml`, 'utf8') ?? '')?.[1];
  generateFiles(tree, templates, dir, { name, commonVersion: version ?? '0.1.0', dot: '.' }, keepExisting);
  const schema = `${dir}/values.schema.json`;
  const library = tree.read(`${CHARTS}/common/values.schema.json`, 'utf8');
  if (!tree.exists(schema) && library) {
    tree.write(schema, JSON.stringify(toServiceSchema(name, JSON.parse(library))));
  }
  for (const environment of tree.children(ENVIRONMENTS)) {
    if (!tree.exists(`${ENVIRONMENTS}/${environment}/environment.yaml`)) continue;
    const path = `${ENVIRONMENTS}/${environment}/${name}.yaml`;
    if (!tree.exists(path)) tree.write(path, environmentValues(name, environment));
  }
}

/** Puts the library chart where plain `helm install` looks for it. A tree cannot hold links, so it is done on disk. */
export function linkLibraryChart(workspaceRoot: string, name: string): void {
  const link = join(workspaceRoot, CHARTS, name, 'charts', 'common');
  if (existsSync(link) || lstatSync(link, { throwIfNoEntry: false })) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync('../../common', link);
}

const keepExisting = { overwriteStrategy: OverwriteStrategy.KeepExisting };
