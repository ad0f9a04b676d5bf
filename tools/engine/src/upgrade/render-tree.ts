import { join } from 'node:path';
import type { FilesClient, HelmClient, RenderedManifests } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { DEFAULT_ENVIRONMENTS_DIR } from '../catalog/read-environment.ts';
import { stageChart } from '../render/stage-chart.ts';
import type { ReleasedChart } from './list-charts.ts';

/** What is rendered of a workspace, and how. */
export interface RenderTreeOptions {
  charts: readonly ReleasedChart[];
  /** Folder of the environments, relative to the workspace root. Default `deploy/environments`. */
  environmentsDir?: string | undefined;
  /** Environments to render for. Default: all of the tree. */
  environments?: readonly string[] | undefined;
  /** Absolute; staged charts are kept here. */
  cacheDir: string;
  signal?: AbortSignal | undefined;
}

/** What a workspace renders: named `<release>/<environment>`, or why not. */
export interface RenderedTree {
  renders: RenderedManifests[];
  /** What Helm said of those that could not be rendered. */
  failures: Map<string, string>;
}

/** Any namespace will do, as long as it is the same on both sides. */
const NAMESPACE = 'slipway';

/**
 * Charts of a workspace for each of its environments. Images are of no account here, so digests are neither given nor
 * required; what else the engine says to a chart follows from the environment's name. `root`: absolute.
 */
export async function renderTree(
  root: string,
  { charts, environmentsDir = DEFAULT_ENVIRONMENTS_DIR, environments, cacheDir, signal }: RenderTreeOptions,
  { files, helm }: { files: FilesClient; helm: HelmClient },
): Promise<RenderedTree> {
  const tree: RenderedTree = { renders: [], failures: new Map() };
  const there = await files.list(join(root, environmentsDir));
  const names = there.filter((name) => environments?.includes(name) ?? true);
  for (const { dir, release } of charts) {
    const staged = stageChart(join(root, dir), { files, helm, cacheDir, signal });
    const outcomes = names.map(async (environment) => {
      const name = `${release}/${environment}`;
      const values = join(root, environmentsDir, environment, `${release}.yaml`);
      try {
        const source = {
          chartDir: (await staged).dir,
          valuesFiles: (await files.exists(values)) ? [values] : [],
          values: { global: { slipway: { environment, requireDigest: false, ingressDomain: `${environment}.test` } } },
        };
        return { name, manifests: await helm.template({ name: release, namespace: NAMESPACE }, source, signal) };
      } catch (error) {
        signal?.throwIfAborted();
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
