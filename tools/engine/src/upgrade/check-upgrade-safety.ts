import { join } from 'node:path';
import type { CheckerFinding, FilesClient, HelmClient, ReleaseHistory, UpgradeComparer } from '@slipway/contracts';
import type { ReleasedChart } from './list-charts.ts';
import { listCharts } from './list-charts.ts';
import { renderTree } from './render-tree.ts';

/** Tags that stand for a release. */
export const RELEASE_TAGS = 'v*';

/** What is compared. */
export interface UpgradeRequest {
  /** Absolute. */
  workspaceRoot: string;
  /** Tag or commit that is deployed now. Default: the last tag that matches `v*`. */
  base?: string | undefined;
  /** Default: all charts of `chartsDir`, then and now, so that one that is gone is seen as well. */
  charts?: readonly ReleasedChart[] | undefined;
  /** Relative to the workspace root. Default `deploy/charts`. */
  chartsDir?: string | undefined;
  /** Relative to the workspace root. Default `deploy/environments`. */
  environmentsDir?: string | undefined;
  /** Default: all. */
  environments?: readonly string[] | undefined;
}

/** The outside things that the comparison touches. */
export interface UpgradeClients {
  files: FilesClient;
  helm: HelmClient;
  history: ReleaseHistory;
  comparer: UpgradeComparer;
}

/** What an upgrade from the base to the files as they are now cannot do, or would lose. */
export interface UpgradeReport {
  /** Undefined where there is none; then nothing was compared, and `notChecked` says so. */
  base: string | undefined;
  /** Renders (`<release>/<environment>`) that were compared. */
  compared: string[];
  /** Of the rule `immutable`, by render. */
  findings: CheckerFinding[];
  /** Renders that fail now, and why, in sentences: nothing can be said of them. */
  broken: string[];
  /** What else was not looked at, and why, in sentences. Never to be taken for passed. */
  notChecked: string[];
}

/**
 * Renders charts for each environment at the base and as they are now, and asks what a cluster would refuse of the step
 * between them. A chart or environment that is new has nothing to be compared with. Throws `RevisionUnknown`,
 * `CheckerFailed` and what Helm's absence throws.
 */
export async function checkUpgradeSafety(
  request: UpgradeRequest,
  clients: UpgradeClients,
  signal?: AbortSignal,
): Promise<UpgradeReport> {
  const { workspaceRoot, environmentsDir, environments, chartsDir = 'deploy/charts' } = request;
  const { files, history, comparer } = clients;
  const base = request.base ?? (await history.lastTag(RELEASE_TAGS));
  if (base === undefined) {
    return { base, compared: [], findings: [], broken: [], notChecked: ['not checked: there is no release tag (v*)'] };
  }
  const cacheDir = join(workspaceRoot, '.slipway', 'charts');
  const render = async (root: string) => {
    const charts = request.charts ?? (await listCharts(root, chartsDir, files));
    const there = await Promise.all(charts.map(({ dir }) => files.exists(join(root, dir, 'Chart.yaml'))));
    const options = { charts: charts.filter((_, index) => there[index]), environmentsDir, environments, cacheDir, signal };
    return renderTree(root, options, clients);
  }; // prettier-ignore
  const old = await history.withTree(base, render, signal);
  const now = await render(workspaceRoot);
  const before = old.renders.filter(({ name }) => !now.failures.has(name));
  const findings = await comparer.compare(before, now.renders, signal);
  const broken = [...now.failures].map(([name, reason]) => `${name} cannot be rendered now: ${reason}`);
  const notChecked = [...old.failures].map(
    ([name, reason]) => `${name} not checked: it cannot be rendered as of ${base}: ${reason}`,
  );
  if (before.length + broken.length + notChecked.length === 0) {
    notChecked.push(`not checked: no chart of ${base} is rendered now`);
  }
  return { base, compared: before.map(({ name }) => name), findings, broken, notChecked };
}
