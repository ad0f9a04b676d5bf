import type {
  CheckerFinding,
  ChartTestFault,
  HelmLintMessage,
  KubeObject,
  ManifestValidator,
} from '@slipway/contracts';
import type { ValidatedObject, ValidatedRender } from '@slipway/contracts';
import { nearestName } from '../catalog/nearest-name.ts';
import type { RawFinding } from './findings/raw-finding.ts';

/** Findings of `helm lint`; its hints (INFO) are none. Helm says the same of values.yaml and of templates/. Pure. */
export function toLintFindings(
  messages: readonly HelmLintMessage[],
  place: { render?: string | undefined; chart: string; valuesFile?: string | undefined },
): RawFinding[] {
  const isValuesFault = messages.some(({ path, severity }) => path === 'values.yaml' && severity === 'error');
  return messages.flatMap(({ severity, path, message }) => {
    if (severity === 'info' || (isValuesFault && path === 'templates/')) return [];
    const isFile = path !== undefined && /\.\w+$/.test(path);
    // Helm says values.yaml whatever file the value stands in; what lies on top is the likeliest.
    const file = path === 'values.yaml' ? (place.valuesFile ?? `${place.chart}/values.yaml`) : `${place.chart}/${path}`;
    return [{ severity, check: 'lint', rule: 'helm-lint', render: place.render, ...(isFile ? { file } : {}), message }];
  });
}

/** What one version of Kubernetes says to the renders. */
export interface SchemaVerdict {
  validator: Pick<ManifestValidator, 'kinds' | 'kubernetesVersion'>;
  renders: readonly ValidatedRender[];
}

/**
 * Findings of the schemas; what several versions of Kubernetes say alike is said once. A kind that none of them has
 * is a note (`isStrict`: a warning), unless its group is Kubernetes' own. Pure.
 */
export function toSchemaFindings(verdicts: readonly SchemaVerdict[], isStrict: boolean): RawFinding[] {
  const merged = new Map<string, { finding: RawFinding; versions: string[] }>();
  for (const { validator, renders } of verdicts) {
    for (const { render, objects } of renders) {
      for (const finding of objects.flatMap((object) => toObjectFindings(object, render, validator, isStrict))) {
        const key = JSON.stringify(finding);
        const known = merged.get(key);
        if (known) known.versions.push(validator.kubernetesVersion);
        else merged.set(key, { finding, versions: [validator.kubernetesVersion] });
      }
    }
  }
  return [...merged.values()].map(({ finding, versions }) => ({
    ...finding,
    ...(verdicts.length > 1 && versions.length < verdicts.length
      ? { message: `${finding.message} (Kubernetes ${versions.join(', ')})` }
      : {}),
  }));
}

function toObjectFindings(
  object: ValidatedObject,
  render: string,
  validator: SchemaVerdict['validator'],
  isStrict: boolean,
): RawFinding[] {
  const named = { check: 'schema', render, object: { kind: object.kind, name: object.name } };
  if (object.status === 'invalid') {
    return object.faults.map((fault) => ({ severity: 'error', rule: 'invalid', ...named, ...fault }));
  }
  return object.status === 'unknown' ? [{ ...named, ...explainUnknown(object, validator, isStrict) }] : [];
}

function explainUnknown(
  { apiVersion, kind }: ValidatedObject,
  { kinds }: SchemaVerdict['validator'],
  isStrict: boolean,
): Pick<RawFinding, 'severity' | 'rule' | 'message' | 'fix'> {
  const group = groupOf(apiVersion);
  const ours = kinds.filter((known) => groupOf(known.apiVersion) === group);
  if (ours.length === 0) {
    const message = `not checked: there is no schema for ${apiVersion} ${kind}`;
    const fix = 'Check it by hand, or against a cluster that has the kind.';
    return { severity: isStrict ? 'warning' : 'note', rule: 'no-schema', message, fix };
  }
  const elsewhere = ours.filter((known) => known.kind === kind).map((known) => known.apiVersion);
  const nearest = nearestName(kind, [...new Set(ours.map((known) => known.kind))]);
  const fix = elsewhere.length
    ? `use ${elsewhere.join(' or ')}`
    : nearest
      ? `did you mean ${nearest}?`
      : `kinds of this group: ${[...new Set(ours.map((known) => known.kind))].join(', ')}`;
  const message = `there is no ${apiVersion} ${kind}; ${fix}`;
  return { severity: 'error', rule: 'unknown-kind', message, fix: 'Correct apiVersion or kind in the template.' };
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/**
 * Objects that stand twice in one render: the cluster would hold the last one alone. Hooks may share a
 * name, since they do not live at the same time. Pure.
 */
export function toDuplicateFindings(objects: readonly KubeObject[], render: string): RawFinding[] {
  const seen = new Set<string>();
  return objects.flatMap(({ apiVersion, kind, metadata }) => {
    if (metadata?.annotations?.['helm.sh/hook']) return [];
    const key = [groupOf(apiVersion ?? ''), kind, metadata?.namespace ?? '', metadata?.name].join(' ');
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const object = { kind, name: metadata?.name };
    const message = 'rendered twice: the second one replaces the first; give it another name';
    return [{ severity: 'error', check: 'duplicate', rule: 'duplicate', render, object, message }];
  });
}

/** Findings of a checker of manifests. Pure. */
export function toCheckerFindings(found: readonly CheckerFinding[], check: string): RawFinding[] {
  return found.map(({ render, rule, severity, object, container, path, message, fix }) => ({
    severity,
    check,
    rule,
    render,
    object: { kind: object.kind, name: object.name },
    container,
    path,
    message,
    fix,
  }));
}

/** Failed cases of a chart's unit tests. `chart`: folder of the chart, relative to the workspace root. Pure. */
export function toTestFindings(faults: readonly ChartTestFault[], chart: string): RawFinding[] {
  return faults.map(({ file, test, message }) => ({
    severity: 'error',
    check: 'helm-unittest',
    rule: test === undefined ? 'suite' : 'case',
    file: `${chart}/${file}`,
    message: test === undefined ? message : `${test}: ${message}`,
  }));
}
