/** Every tool that the toolchain can obtain, in the order in which a list shows them. */
export const TOOL_NAMES = [
  'kubernetes',
  'node-packages',
  'buildah',
  'base-libraries',
  'node',
  'helm',
  'kubeconform',
  'kubernetes-schemas',
  'kube-score',
  'kube-linter',
  'checkov',
  'nca',
  'podinfo',
  'admission',
  'helm-unittest',
  'helm-docs',
  'crane',
  'pause',
  'coredns',
  'metrics-server',
  'local-path-provisioner',
  'traefik',
  'calico',
  'ansible',
  'promtool',
  'wrk',
  'flask',
  'schemathesis',
] as const;

/** Name of a row in `versions.json`. */
export type ToolName = (typeof TOOL_NAMES)[number];
