import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdmissionChecker, GitHistory } from '@slipway/clients';
import type { CheckerFinding, HelmClient } from '@slipway/contracts';
import type { TreeLayout } from './render-tree.ts';
import { renderTree } from './render-tree.ts';

/** What is compared. */
export interface UpgradeRequest extends TreeLayout {
  /** Absolute. */
  workspaceRoot: string;
  /** Tag or commit that is deployed now. Default: the last tag that matches `v*`. */
  base?: string | undefined;
}

/** The outside things that the comparison touches. */
export interface UpgradeClients {
  history: GitHistory;
  helm: Pick<HelmClient, 'template'>;
  admission: Pick<AdmissionChecker, 'compare'>;
}

/** What an upgrade from the base to the files as they are now cannot do, or would lose. */
export interface UpgradeReport {
  /** Undefined where there is none; then nothing was compared, and `notChecked` says so. */
  base: string | undefined;
  /** Renders (`<chart>/<environment>`) that were compared. */
  compared: string[];
  /** Of the rule `immutable`, by render. */
  findings: CheckerFinding[];
  /** Renders that fail now, and why, in sentences: nothing can be said of them. */
  broken: string[];
  /** What else was not looked at, and why, in sentences. Never to be taken for passed. */
  notChecked: string[];
}

/**
 * Renders every chart for each environment at the base and as it is now, and asks what a cluster would refuse of the step
 * between them. A chart or environment that is new has nothing to be compared with. Throws `RevisionUnknown`,
 * `CheckerFailed` and what Helm's absence throws.
 */
export async function checkUpgradeSafety(
  request: UpgradeRequest,
  clients: UpgradeClients,
  signal?: AbortSignal,
): Promise<UpgradeReport> {
  const base = request.base ?? (await clients.history.lastTag('v*'));
  if (base === undefined) {
    return { base, compared: [], findings: [], broken: [], notChecked: ['not checked: there is no release tag (v*)'] };
  }
  const options = { ...request, ...(signal ? { signal } : {}) };
  const folder = await mkdtemp(join(tmpdir(), 'slipway-base-'));
  try {
    const old = await renderTree(await clients.history.exportTree(base, folder, signal), clients.helm, options);
    const now = await renderTree(request.workspaceRoot, clients.helm, options);
    const before = old.renders.filter(({ name }) => !now.failures.has(name));
    const findings = await clients.admission.compare(before, now.renders, signal);
    const broken = [...now.failures].map(([name, reason]) => `${name} cannot be rendered now: ${reason}`);
    const notChecked = [...old.failures].map(
      ([name, reason]) => `${name} not checked: it cannot be rendered as of ${base}: ${reason}`,
    );
    if (before.length + broken.length + notChecked.length === 0) {
      notChecked.push(`not checked: no chart of ${base} is rendered now`);
    }
    return { base, compared: before.map(({ name }) => name), findings, broken, notChecked };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
