import type { HelmStatus, KubeObject, LiveRevision } from '@slipway/contracts';

/** Labels that the engine puts on the Secret of a Helm revision. */
export const RevisionLabels = {
  specHash: 'slipway.dev/spec-hash',
  chart: 'slipway.dev/chart',
  outcome: 'slipway.dev/outcome',
} as const;

/** A chart's name as a label value: 63 characters at most, begun and ended by a letter or digit. Pure. */
export function toChartLabel(name: string): string {
  return name
    .replace(/[^\w.-]/g, '_')
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}

const STATUSES = new Set<string>([
  'deployed', 'failed', 'superseded', 'pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling', 'uninstalled',
]); // prettier-ignore

/** The revisions of every release in a list of Helm's Secrets (metadata alone), newest first. Pure. */
export function toRevisions(secrets: readonly KubeObject[]): Map<string, LiveRevision[]> {
  const releases = new Map<string, LiveRevision[]>();
  for (const { metadata } of secrets) {
    const labels = metadata.labels ?? {};
    const name = labels.name;
    const revision = Number(labels.version);
    if (!name || !Number.isInteger(revision)) continue;
    const revisions = releases.get(name) ?? [];
    revisions.push(toRevision(revision, labels));
    releases.set(name, revisions);
  }
  for (const revisions of releases.values()) revisions.sort((a, b) => b.revision - a.revision);
  return releases;
}

/**
 * The newest revision older than `before` that served well: its tests passed, or at least nobody found
 * fault with it. Undefined when there is none. Pure.
 */
export function lastGoodRevision(revisions: readonly LiveRevision[], before: number): LiveRevision | undefined {
  const older = revisions.filter(({ revision }) => revision < before);
  const kept = older.filter(
    ({ status, outcome }) => ['deployed', 'superseded'].includes(status) && outcome !== 'failed',
  );
  return kept.find(({ outcome }) => outcome === 'verified') ?? kept[0];
}

function toRevision(revision: number, labels: Record<string, string>): LiveRevision {
  const status = labels.status ?? '';
  const outcome = labels[RevisionLabels.outcome];
  return {
    revision,
    status: (STATUSES.has(status) ? status : 'unknown') as HelmStatus,
    ...(labels[RevisionLabels.specHash] ? { specHash: labels[RevisionLabels.specHash] } : {}),
    ...(labels[RevisionLabels.chart] ? { chart: labels[RevisionLabels.chart] } : {}),
    ...(outcome === 'verified' || outcome === 'failed' ? { outcome } : {}),
    ...(Number(labels.modifiedAt) ? { modifiedAt: Number(labels.modifiedAt) } : {}),
  };
}
