import type { HelmLintMessage, KubeObject, ManifestValidator, ValidatedObject } from '@slipway/contracts';
import { nearestName } from '../catalog/nearest-name.ts';
import type { LintFinding } from './lint-report.ts';

/** Chart and environment of a finding. */
export type FindingPlace = Pick<LintFinding, 'chart' | 'environment'>;

/** Findings of `helm lint`; its hints (INFO) are none. Helm says the same of values.yaml and of templates/. */
export function toLintFindings(messages: readonly HelmLintMessage[], place: FindingPlace): LintFinding[] {
  const isValuesFault = messages.some(({ path, severity }) => path === 'values.yaml' && severity === 'error');
  return messages.flatMap(({ severity, path, message }) => {
    if (severity === 'info' || (isValuesFault && path === 'templates/')) return [];
    return [{ severity, check: 'lint', ...place, ...(path ? { object: path } : {}), message } satisfies LintFinding];
  });
}

/** Findings of the schemas. A kind that Kubernetes itself does not have is a note, unless its group is Kubernetes' own. */
export function toSchemaFindings(
  objects: readonly ValidatedObject[],
  validator: Pick<ManifestValidator, 'kinds' | 'kubernetesVersion'>,
  place: FindingPlace,
): LintFinding[] {
  return objects.flatMap((object) => {
    const named = { check: 'schema', ...place, object: `${object.kind}/${object.name}` } as const;
    if (object.status === 'invalid') {
      return object.faults.map((fault) => ({ severity: 'error', ...named, ...fault }) satisfies LintFinding);
    }
    return object.status === 'unknown' ? [{ ...named, ...explainUnknown(object, validator) }] : [];
  });
}

function explainUnknown(
  { apiVersion, kind }: ValidatedObject,
  { kinds, kubernetesVersion }: Pick<ManifestValidator, 'kinds' | 'kubernetesVersion'>,
): Pick<LintFinding, 'severity' | 'message'> {
  const group = groupOf(apiVersion);
  const ours = kinds.filter((known) => groupOf(known.apiVersion) === group);
  if (ours.length === 0) {
    return { severity: 'note', message: `not checked: there is no schema for ${apiVersion} ${kind}` };
  }
  const elsewhere = ours.filter((known) => known.kind === kind).map((known) => known.apiVersion);
  const nearest = nearestName(kind, [...new Set(ours.map((known) => known.kind))]);
  const fix = elsewhere.length
    ? `use ${elsewhere.join(' or ')}`
    : nearest
      ? `did you mean ${nearest}?`
      : `kinds of this group: ${[...new Set(ours.map((known) => known.kind))].join(', ')}`;
  return { severity: 'error', message: `Kubernetes ${kubernetesVersion} has no ${apiVersion} ${kind}; ${fix}` };
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/**
 * Objects that stand twice in one render: the cluster would hold the last one alone. Hooks may share a
 * name, since they do not live at the same time.
 */
export function toDuplicateFindings(objects: readonly KubeObject[], place: FindingPlace): LintFinding[] {
  const seen = new Set<string>();
  return objects.flatMap(({ apiVersion, kind, metadata }) => {
    if (metadata?.annotations?.['helm.sh/hook']) return [];
    const key = [groupOf(apiVersion), kind, metadata?.namespace ?? '', metadata?.name].join(' ');
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const object = `${kind}/${metadata?.name}`;
    const message = 'rendered twice: the second one replaces the first; give it another name';
    return [{ severity: 'error', check: 'duplicate', ...place, object, message } satisfies LintFinding];
  });
}
