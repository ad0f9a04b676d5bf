import type { CheckerFinding } from '@slipway/contracts';

/** What `checkov-kubernetes` prints, as far as it is read. */
export interface CheckovOutput {
  failed_checks: CheckovResult[];
  skipped_checks: CheckovResult[];
  /** Files that checkov passes over without a word. */
  unread_files: string[];
}

interface CheckovResult {
  check_id: string;
  check_name: string;
  /** `Kind.namespace.name`, with something behind it for a part of an object. */
  resource: string;
  file_path: string;
  evaluated_keys: string[];
}

/** Every failed or skipped check and every file that was not read, as errors. `renderOf` gives a file's render. Pure. */
export function toCheckovFindings(
  { failed_checks: failed, skipped_checks: skipped, unread_files: unread }: CheckovOutput,
  renderOf: (path: string) => string | undefined,
): CheckerFinding[] {
  return [
    ...[...failed, ...skipped].map((result) => toFinding(result, renderOf(result.file_path) ?? '')),
    ...unread.map((path): CheckerFinding => ({
      render: renderOf(path) ?? '',
      rule: 'unread',
      severity: 'error',
      object: { apiVersion: '', kind: '', name: '' },
      message: 'checkov cannot read this render, and would pass over it without a word',
      fix: 'Take text such as "{{ .Values" out of what is rendered.',
    })),
  ];
}

function toFinding(result: CheckovResult, render: string): CheckerFinding {
  const [kind = '', namespace = '', name = ''] = result.resource.split('.');
  const path = toPointer(result.evaluated_keys[0]);
  return {
    render,
    rule: result.check_id,
    severity: 'error',
    object: { apiVersion: '', kind, name, ...(namespace === '' ? {} : { namespace }) },
    ...(path === undefined ? {} : { path }),
    message: result.check_name,
  };
}

/** `spec/containers/[0]/image` as a JSON pointer; `None` where there is no such key. */
function toPointer(key: string | undefined): string | undefined {
  if (key === undefined || key === '' || key.includes('None')) return undefined;
  return `/${key.replaceAll(/\[(\d+)\]/g, '$1').replace(/^\/+|\/+$/g, '')}`;
}

/** Manifests with `name` for `generateName`: checkov passes over, or falls over, an object without a name. Pure. */
export function nameWhatIsGenerated(manifests: string): string {
  return manifests.replaceAll(/(^|[\s{,"'])generateName(?=["']?\s*:)/gm, '$1name');
}
