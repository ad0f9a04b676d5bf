import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HelmClient, RenderedManifests } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { listCharts } from './list-charts.ts';

/** Where charts and environments lie in a workspace, relative to its root. */
export interface TreeLayout {
  /** Default `deploy/charts`. */
  chartsDir?: string | undefined;
  /** Default `deploy/environments`. */
  environmentsDir?: string | undefined;
}

/** What a workspace renders: named `<chart>/<environment>`, or why not. */
export interface RenderedTree {
  renders: RenderedManifests[];
  /** What Helm said of those that could not be rendered. */
  failures: Map<string, string>;
}

/** Any namespace will do, as long as it is the same on both sides. */
const NAMESPACE = 'slipway';

/**
 * Every chart of a workspace for each of its environments. Images are of no account here, so digests are neither given nor
 * required; what else the engine says to a chart follows from the environment's name.
 */
export async function renderTree(
  root: string,
  helm: Pick<HelmClient, 'template'>,
  {
    chartsDir = 'deploy/charts',
    environmentsDir = 'deploy/environments',
    signal,
  }: TreeLayout & { signal?: AbortSignal },
): Promise<RenderedTree> {
  const tree: RenderedTree = { renders: [], failures: new Map() };
  const environments = existsSync(join(root, environmentsDir)) ? readdirSync(join(root, environmentsDir)).sort() : [];
  for (const chart of listCharts(join(root, chartsDir))) {
    const outcomes = environments.map(async (environment) => {
      const name = `${chart}/${environment}`;
      const values = join(root, environmentsDir, environment, `${chart}.yaml`);
      const source = {
        chartDir: join(root, chartsDir, chart),
        valuesFiles: existsSync(values) ? [values] : [],
        values: { global: { slipway: { environment, requireDigest: false, ingressDomain: `${environment}.test` } } },
      };
      try {
        const manifests = await helm.template({ name: chart, namespace: NAMESPACE }, source, signal);
        return { name, manifests };
      } catch (error) {
        if (!(error instanceof SlipwayError)) throw error;
        return { name, reason: error.message };
      }
    });
    // The environments of one chart beside each other, charts after each other: Helm takes a core per render.
    for (const { name, manifests, reason } of await Promise.all(outcomes)) {
      if (manifests === undefined) tree.failures.set(name, reason ?? '');
      else tree.renders.push({ name, manifests });
    }
  }
  return tree;
}
