import type { CheckerFinding, RenderedManifests } from '@slipway/contracts';

/** `kube-linter lint --format json`, as far as it is read. */
export interface KubeLinterOutput {
  Reports: KubeLinterReport[] | null;
}

interface KubeLinterReport {
  Diagnostic: { Message: string };
  Check: string;
  Remediation: string;
  Object: {
    Metadata: { FilePath: string };
    K8sObject: {
      Namespace: string;
      Name: string;
      GroupVersionKind: { Group: string; Version: string; Kind: string };
    };
  };
}

/** What kube-linter reported, each an error with its own remedy. `renderOf` gives a file's render. Pure. */
export function toKubeLinterFindings(
  { Reports: reports }: KubeLinterOutput,
  renderOf: (path: string) => string | undefined,
): CheckerFinding[] {
  return (reports ?? []).map(({ Diagnostic, Check, Remediation, Object: { Metadata, K8sObject } }) => {
    const { Group, Version, Kind } = K8sObject.GroupVersionKind;
    const container = /^container "([^"]+)"/.exec(Diagnostic.Message)?.[1];
    return {
      render: renderOf(Metadata.FilePath) ?? '',
      rule: Check,
      severity: 'error',
      object: {
        apiVersion: Group ? `${Group}/${Version}` : Version,
        kind: Kind,
        name: K8sObject.Name,
        ...(K8sObject.Namespace ? { namespace: K8sObject.Namespace } : {}),
      },
      ...(container === undefined ? {} : { container }),
      message: Diagnostic.Message,
      ...(Remediation ? { fix: Remediation } : {}),
    };
  });
}

const IGNORES = /(?:ignore-check\.kube-linter\.io\/|kube-linter\.io\/ignore-all)[\w.-]*/g;

/** Every annotation that switches checks off for an object, once per render, as an error. Pure. */
export function toIgnoreFindings(renders: readonly RenderedManifests[]): CheckerFinding[] {
  return renders.flatMap(({ name, manifests }) =>
    [...new Set(manifests.match(IGNORES))].map((annotation): CheckerFinding => ({
      render: name,
      rule: 'ignored',
      severity: 'error',
      object: { apiVersion: '', kind: '', name: '' },
      message: `the annotation ${annotation} hides an object from kube-linter`,
      fix: 'Take it out, or exclude the rule with its reason where the lint policy is.',
    })),
  );
}
