import type { ImageRef } from '@slipway/contracts';
import { helmRun, kubectl, REGISTRY } from './cluster.ts';
import type { RunResult } from './run.ts';
import { waitFor } from './wait-for.ts';
import { nx, readJson } from './workspace.ts';

/** One release of one of our charts, made by Helm alone. */
export interface HelmRelease {
  chart: string;
  /** Default: the chart's name. */
  name?: string;
  namespace: string;
  /** Laid over the values of `deploy/environments/local`. */
  values?: object;
  /** Whether to wait until everything is ready. Default true. */
  isWaitedFor?: boolean;
}

/** The charts of our services. `stack` holds all of them. */
export const SERVICE_CHARTS = ['backend-api', 'data-api', 'health-check', 'internal-service'] as const;

/** Builds the images that are not there yet, and has them in the cluster's registry. */
export async function ensureImages(projects: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await nx(['run-many', '-t', 'docker', '-p', projects.join(',')]);
  if (exitCode !== 0) throw new Error(`nx docker ${projects.join(',')}: exit code ${exitCode}\n${stdout}\n${stderr}`);
}

/** Installs or upgrades a release as deploy/charts/README.md says. */
export async function installOrUpgrade(verb: 'install' | 'upgrade', release: HelmRelease): Promise<RunResult> {
  const { chart, name = chart, namespace, values = {}, isWaitedFor = true } = release;
  return helmRun(
    [
      ...[verb, name, `deploy/charts/${chart}`, '-n', namespace],
      ...(isWaitedFor ? ['--wait', '--timeout', '170s'] : []),
      ...['-f', `deploy/environments/local/${chart}.yaml`],
      // A host of its own: the services of the environment `local` are there as well.
      ...['--set', `global.slipway.ingressDomain=${namespace}.localhost`],
      ...(await imageArguments(chart)),
      ...['-f', '-'],
    ],
    JSON.stringify(values),
  );
}

/** Takes a release away and waits until its pods are gone, which Helm does not wait for. */
export async function uninstall({ chart, name = chart, namespace }: HelmRelease): Promise<void> {
  await helmRun(['uninstall', name, '-n', namespace, '--wait', '--timeout', '170s']);
  const pods = ['get', 'pods', '-n', namespace, '-l', `app.kubernetes.io/instance=${name}`, '-o', 'name'];
  const areGone = async () => (await kubectl(pods)) === '';
  await waitFor(`the pods of ${name} to be gone`, areGone, { timeoutMs: 120_000, everyMs: 1_000 });
}

async function imageArguments(chart: string): Promise<string[]> {
  if (chart !== 'stack') return imageOf(chart, '');
  return (await Promise.all(SERVICE_CHARTS.map((service) => imageOf(service, `${service}.`)))).flat();
}

async function imageOf(project: string, prefix: string): Promise<string[]> {
  const { digest } = await readJson<ImageRef>(`dist/images/${project}.json`);
  return ['--set', `${prefix}image.registry=${REGISTRY}`, '--set', `${prefix}image.digest=${digest}`];
}
