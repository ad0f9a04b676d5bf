import type { ImageRef } from '@slipway/contracts';
import { helmRun, REGISTRY } from './cluster.ts';
import type { RunResult } from './run.ts';
import { nx, readJson } from './workspace.ts';

/** One release of one of our charts, made by Helm alone. */
export interface HelmRelease {
  chart: string;
  /** Default: the chart's name. */
  name?: string;
  namespace: string;
  /** Laid over the values of `deploy/environments/local`. */
  values?: object;
}

/** Builds the images that are not there yet, and has them in the cluster's registry. */
export async function ensureImages(projects: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await nx(['run-many', '-t', 'docker', '-p', projects.join(',')]);
  if (exitCode !== 0) throw new Error(`nx docker ${projects.join(',')}: exit code ${exitCode}\n${stdout}\n${stderr}`);
}

/** Installs or upgrades a release as deploy/charts/README.md says, and waits until it is ready. */
export async function installOrUpgrade(verb: 'install' | 'upgrade', release: HelmRelease): Promise<RunResult> {
  const { chart, name = chart, namespace, values = {} } = release;
  return helmRun(
    [
      ...[verb, name, `deploy/charts/${chart}`, '-n', namespace, '--wait', '--timeout', '150s'],
      ...['-f', `deploy/environments/local/${chart}.yaml`],
      // A host of its own: the services of the environment `local` are there as well.
      ...['--set', `global.slipway.ingressDomain=${namespace}.localhost`],
      ...(await imageArguments(chart)),
      ...['-f', '-'],
    ],
    JSON.stringify(values),
  );
}

async function imageArguments(chart: string): Promise<string[]> {
  const { digest } = await readJson<ImageRef>(`dist/images/${chart}.json`);
  return ['--set', `image.registry=${REGISTRY}`, '--set', `image.digest=${digest}`];
}
