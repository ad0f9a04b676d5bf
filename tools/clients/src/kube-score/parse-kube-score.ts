import type { CheckerFinding } from '@slipway/contracts';

/** One object of `kube-score score --output-format json`, as far as it is read. */
export interface ScoredObject {
  type_meta: { kind: string; apiVersion: string };
  object_meta: { name: string; namespace?: string };
  checks: {
    check: { id: string; name: string };
    /** 1 critical, 5 warning, 7 almost good, 10 good. */
    grade: number;
    skipped: boolean;
    comments: { path: string; summary: string; description: string }[] | null;
  }[];
}

const CRITICAL = 1;
const WARNING = 5;

/** What kube-score calls critical or a warning, one finding per comment. It says null where it knows no object. Pure. */
export function toKubeScoreFindings(objects: readonly ScoredObject[] | null, render: string): CheckerFinding[] {
  return (objects ?? []).flatMap(({ type_meta: type, object_meta: meta, checks }) =>
    checks
      .filter(({ grade, skipped }) => grade <= WARNING && !skipped)
      .flatMap(({ check, grade, comments }) =>
        (comments?.length ? comments : [{ path: '', summary: check.name, description: '' }]).map(
          ({ path, summary, description }): CheckerFinding => ({
            render,
            rule: check.id,
            severity: grade <= CRITICAL ? 'error' : 'warning',
            object: {
              apiVersion: type.apiVersion,
              kind: type.kind,
              name: meta.name,
              ...(meta.namespace ? { namespace: meta.namespace } : {}),
            },
            ...(isContainer(check.id, path) ? { container: path } : {}),
            message: summary,
            ...(description ? { fix: description } : {}),
          }),
        ),
      ),
  );
}

/** Rules about containers put the container's name where others put nothing or a field. */
function isContainer(rule: string, path: string): boolean {
  return (
    path !== '' && (rule.startsWith('container-') || rule.startsWith('environment-') || rule.startsWith('pod-probes'))
  );
}
