/** A change of one file of a chart: a text put in the place of another, which must stand there once. */
export interface Edit {
  /** Within the chart. */
  file: string;
  find: string;
  put: string;
}

/** One fault, put into a chart that has none, and who must catch it. */
export interface Defect {
  title: string;
  /** `shop`: a chart of plain manifests, beside this file. `service`: the least chart that uses the library. */
  base: 'shop' | 'service';
  edits?: readonly Edit[];
  /** Texts put behind what a file holds; a file that is not there is made. */
  append?: Readonly<Record<string, string>>;
  remove?: readonly string[];
  /** The check that must catch it, as the summary of `helm-lint` calls it; `generate` is that of generated files. */
  check: string;
  rule: string;
  /** File to blame, within the chart. */
  file: string;
  /** What the message must contain. */
  message: string;
  /** What the fix must contain. */
  fix: string;
}

const DEPLOYMENT = 'templates/deployment.yaml';
const CRON_JOB = 'templates/nightly-cronjob.yaml';
const VALUES = 'values.yaml';
const deployment = (find: string, put: string): Edit[] => [{ file: DEPLOYMENT, find, put }];
const REFUSED = 'Correct the template or the values that the message names';
const values = (text: string) => ({ [VALUES]: `\n${text}\n` });

/** Every one is caught; see the test beside. Sorted by check, so that those of one check run together. */
export const DEFECTS: readonly Defect[] = [
  {
    title: 'a template that is none',
    base: 'shop',
    edits: deployment('{{ .Values.replicas }}', '{{ if .Values.replicas }'),
    check: 'lint',
    rule: 'helm-lint',
    file: DEPLOYMENT,
    message: 'parse error',
    fix: 'Correct the file that the message names',
  },
  {
    title: 'a claim that one pod can have under several',
    base: 'service',
    append: values('persistence: { enabled: true, mountPath: /data }'),
    check: 'render',
    rule: 'helm-template',
    file: 'templates/service.yaml',
    message: 'persistence.accessModes is ReadWriteOnce and a Deployment would have up to 2 pods',
    fix: REFUSED,
  },
  {
    title: 'a grace period that is too short',
    base: 'service',
    append: values('shutdown: { terminationGracePeriodSeconds: 20 }'),
    check: 'render',
    rule: 'helm-template',
    file: 'templates/service.yaml',
    message: 'shutdown.terminationGracePeriodSeconds is 20: preStop 5 + longest request 30',
    fix: REFUSED,
  },
  {
    title: 'Ingress and HTTPRoute at once',
    base: 'service',
    append: values('ingress: { enabled: true, host: a.test }\ngateway: { enabled: true, parents: [{ name: public }] }'),
    check: 'render',
    rule: 'helm-template',
    file: 'templates/service.yaml',
    message: 'ingress.enabled and gateway.enabled are both true',
    fix: REFUSED,
  },
  {
    title: 'a secret in plain text',
    base: 'service',
    append: values('env: { DB_PASSWORD: hunter2 }'),
    check: 'render',
    rule: 'helm-template',
    file: 'templates/service.yaml',
    message: 'env.DB_PASSWORD holds a secret: put it into a Secret',
    fix: REFUSED,
  },
  {
    title: 'an autoscaler beside a fixed number, by values',
    base: 'service',
    append: values('replicas: 3\nhpa: { enabled: true }'),
    check: 'render',
    rule: 'helm-template',
    file: 'templates/service.yaml',
    message: 'replicas is 3 and hpa.enabled is true: two owners of one number',
    fix: REFUSED,
  },
  {
    title: 'a budget that blocks every eviction, by values',
    base: 'service',
    append: values('pdb: { maxUnavailable: 0 }'),
    check: 'render',
    rule: 'helm-template',
    file: 'templates/service.yaml',
    message: 'pdb.maxUnavailable is 0: it blocks every eviction',
    fix: REFUSED,
  },
  {
    title: 'two handlers of one probe, by values',
    base: 'service',
    append: values('probes: { liveness: { tcpSocket: { port: 5000 } } }'),
    check: 'render',
    rule: 'helm-template',
    file: 'templates/service.yaml',
    message: 'probes.liveness has 2 handlers (httpGet, tcpSocket)',
    fix: REFUSED,
  },
  {
    title: 'a mistyped key that the schema refuses',
    base: 'service',
    append: values('resource: { limits: { memory: 1Gi } }'),
    check: 'lint',
    rule: 'helm-lint',
    file: VALUES,
    message: "additional properties 'resource' not allowed",
    fix: 'Correct the file that the message names',
  },
  {
    title: 'a mistyped key far within',
    base: 'service',
    append: values('probes: { liveness: { httpGet: { pth: /healthz } } }'),
    check: 'lint',
    rule: 'helm-lint',
    file: VALUES,
    message: "additional properties 'pth' not allowed",
    fix: 'Correct the file that the message names',
  },
  {
    title: 'an apiVersion that is gone',
    base: 'shop',
    edits: deployment('apps/v1', 'apps/v1beta1'),
    check: 'schema',
    rule: 'unknown-kind',
    file: DEPLOYMENT,
    message: 'apps/v1beta1',
    fix: 'Correct apiVersion or kind',
  },
  {
    title: 'a field that Kubernetes does not have',
    base: 'shop',
    edits: deployment('minReadySeconds', 'minimumReadySeconds'),
    check: 'schema',
    rule: 'invalid',
    file: DEPLOYMENT,
    message: 'minimumReadySeconds',
    fix: 'Correct the field to what the API of Kubernetes has',
  },
  {
    title: 'a deadline that stands in the Job instead of the CronJob',
    base: 'shop',
    edits: [
      { file: CRON_JOB, find: '  startingDeadlineSeconds: 120\n', put: '' },
      {
        file: CRON_JOB,
        find: '      backoffLimit: 1\n',
        put: '      backoffLimit: 1\n      startingDeadlineSeconds: 120\n',
      },
    ],
    check: 'schema',
    rule: 'invalid',
    file: CRON_JOB,
    message: 'startingDeadlineSeconds',
    fix: 'Correct the field to what the API of Kubernetes has',
  },
  {
    title: 'a text where a number belongs',
    base: 'shop',
    edits: deployment('containerPort: 9464', "containerPort: '9464'"),
    check: 'schema',
    rule: 'invalid',
    file: DEPLOYMENT,
    message: 'got string, want null or integer',
    fix: 'Correct the field to what the API of Kubernetes has',
  },
  {
    title: 'one object twice',
    base: 'shop',
    append: {
      'templates/again.yaml':
        'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n  namespace: {{ .Release.Namespace }}\n',
    },
    check: 'duplicate',
    rule: 'duplicate',
    file: 'templates/again.yaml',
    message: 'rendered twice',
    fix: 'Give one of the two another name',
  },
  {
    title: 'a value that is not declared',
    base: 'shop',
    edits: deployment('.Values.replicas', '.Values.replicaCount'),
    check: 'parity',
    rule: 'undeclared-value',
    file: DEPLOYMENT,
    message: 'templates/deployment.yaml reads replicaCount, which values.yaml does not declare.',
    fix: 'Declare replicaCount in values.yaml.',
  },
  {
    title: 'a mistyped key that nothing reads',
    base: 'shop',
    append: values('imagePullPolicy: Always'),
    check: 'parity',
    rule: 'unused-value',
    file: VALUES,
    message: 'values.yaml declares imagePullPolicy, and no template reads it.',
    fix: 'take it out of values.yaml',
  },
  {
    title: 'a Chart.lock from before',
    base: 'service',
    append: {
      'Chart.lock':
        'dependencies:\n- name: common\n  repository: file://../common\n  version: 0.0.9\ndigest: sha256:0000000000000000000000000000000000000000000000000000000000000000\ngenerated: "2026-01-01T00:00:00Z"\n',
    },
    check: 'dependencies',
    rule: 'lock-out-of-step',
    file: 'Chart.lock',
    message: 'Chart.lock was not made from the dependencies that Chart.yaml has now',
    fix: 'helm dependency update',
  },
  {
    title: 'a chart that takes any key',
    base: 'shop',
    append: { 'ci/typo-replicas.yaml': 'replica: 3\n' },
    check: 'refusals',
    rule: 'accepted',
    file: 'ci/typo-replicas.yaml',
    message: 'the chart renders with these values, which hold a mistake',
    fix: 'Close the schema',
  },
  {
    title: 'a unit test that fails',
    base: 'shop',
    append: {
      'tests/replicas_test.yaml':
        'suite: replicas\ntemplates: [deployment.yaml]\ntests:\n  - it: has two pods\n    asserts:\n      - equal: { path: spec.replicas, value: 2 }\n',
    },
    check: 'helm-unittest',
    rule: 'case',
    file: 'tests/replicas_test.yaml',
    message: 'has two pods',
    fix: 'Correct the template, or the case',
  },
  {
    title: 'no NetworkPolicy',
    base: 'shop',
    remove: ['templates/networkpolicy.yaml'],
    check: 'kube-score',
    rule: 'pod-networkpolicy',
    file: DEPLOYMENT,
    message: 'NetworkPolicy',
    fix: 'Create a NetworkPolicy that targets this pod',
  },
  {
    title: 'liveness that asks what readiness asks',
    base: 'shop',
    edits: deployment('path: /readyz', 'path: /healthz'),
    check: 'kube-score',
    rule: 'pod-probes-identical',
    file: DEPLOYMENT,
    message: 'readiness',
    fix: 'Using the same probe for liveness and readiness is very likely dangerous',
  },
  {
    title: 'an autoscaler beside a fixed number, by templates',
    base: 'shop',
    append: {
      'templates/horizontalpodautoscaler.yaml': `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: shop
  namespace: {{ .Release.Namespace }}
  labels:
    app.kubernetes.io/name: shop
    app.kubernetes.io/instance: {{ .Release.Name }}
    app.kubernetes.io/component: service
    app.kubernetes.io/part-of: slipway
    app.kubernetes.io/managed-by: Helm
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
  minReplicas: 2
  maxReplicas: 4
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } }
`,
    },
    check: 'kube-score',
    rule: 'deployment-targeted-by-hpa-does-not-have-replicas-configured',
    file: DEPLOYMENT,
    message: 'targeted by a HPA, but a static replica count is configured',
    fix: 'replicas',
  },
  {
    title: 'a Service that selects no pod',
    base: 'shop',
    edits: [
      {
        file: 'templates/service.yaml',
        find: '    app.kubernetes.io/name: shop\n  type: ClusterIP',
        put: '    app.kubernetes.io/name: shopp\n  type: ClusterIP',
      },
    ],
    check: 'kube-linter',
    rule: 'dangling-service',
    file: 'templates/service.yaml',
    message: 'no pods found matching service labels',
    fix: 'selector correctly matches the labels on one of your deployments',
  },
  {
    title: 'a probe at a port that is not there',
    base: 'shop',
    edits: deployment(
      '            path: /readyz\n            port: http',
      '            path: /readyz\n            port: web',
    ),
    check: 'kube-linter',
    rule: 'readiness-port',
    file: DEPLOYMENT,
    message: 'does not expose port web',
    fix: "Check which ports you've exposed",
  },
  {
    title: 'a secret as an environment variable',
    base: 'shop',
    edits: deployment(
      "        - name: PORT\n          value: '5000'\n",
      "        - name: PORT\n          value: '5000'\n        - name: DB\n          valueFrom: { secretKeyRef: { name: db, key: password } }\n",
    ),
    check: 'kube-linter',
    rule: 'env-value-from',
    file: DEPLOYMENT,
    message: 'secret',
    fix: 'Change the name or key to match a secret',
  },
  {
    title: 'a pod that may talk to the API server',
    base: 'shop',
    edits: deployment('automountServiceAccountToken: false', 'automountServiceAccountToken: true'),
    check: 'checkov',
    rule: 'CKV_K8S_38',
    file: DEPLOYMENT,
    message: 'Service Account Tokens',
    fix: 'Set automountServiceAccountToken: false',
  },
  {
    title: 'two handlers of one probe',
    base: 'shop',
    edits: deployment('        livenessProbe:\n', '        livenessProbe:\n          tcpSocket: { port: http }\n'),
    check: 'admission',
    rule: 'validation',
    file: DEPLOYMENT,
    message: 'may not specify more than 1 handler type',
    fix: 'Change what the message says',
  },
  {
    title: 'two containers with one name',
    base: 'shop',
    edits: deployment(
      '      dnsConfig:\n',
      "      - name: shop\n        image: '{{ .Values.image.repository }}@{{ .Values.image.digest }}'\n      dnsConfig:\n",
    ),
    check: 'admission',
    rule: 'validation',
    file: DEPLOYMENT,
    message: 'Duplicate value: "shop"',
    fix: 'Change what the message says',
  },
  {
    title: 'a label that is too long',
    base: 'shop',
    edits: deployment('app.kubernetes.io/version: 1.0.0', `app.kubernetes.io/version: ${'v'.repeat(64)}`),
    check: 'admission',
    rule: 'validation',
    file: DEPLOYMENT,
    message: 'must be no more than 63',
    fix: 'Change what the message says',
  },
  {
    title: 'a schedule that is none',
    base: 'shop',
    edits: [{ file: CRON_JOB, find: "'*/5 * * * *'", put: "'61 * * * *'" }],
    check: 'admission',
    rule: 'validation',
    file: CRON_JOB,
    message: '61',
    fix: 'Change what the message says',
  },
  {
    title: 'a port name that no Service can have',
    base: 'shop',
    edits: [{ file: 'templates/service.yaml', find: 'targetPort: metrics', put: 'targetPort: metrics_of_the_pod' }],
    check: 'admission',
    rule: 'validation',
    file: 'templates/service.yaml',
    message: 'must be no more than 15 characters',
    fix: 'Change what the message says',
  },
  {
    title: 'a selector that does not fit the pods',
    base: 'shop',
    edits: deployment(
      '      app.kubernetes.io/name: shop\n  strategy:\n',
      '      app.kubernetes.io/name: shopp\n  strategy:\n',
    ),
    check: 'admission',
    rule: 'validation',
    file: DEPLOYMENT,
    message: 'selector',
    fix: 'Change what the message says',
  },
  {
    title: 'root',
    base: 'shop',
    edits: deployment('          runAsUser: 65532\n', '          runAsUser: 0\n'),
    check: 'admission',
    rule: 'pod-security/runAsUser',
    file: DEPLOYMENT,
    message: 'runAsUser',
    fix: 'container "shop" must not set runAsUser=0',
  },
  {
    title: 'no seccomp profile',
    base: 'shop',
    edits: deployment(
      '          seccompProfile:\n            type: RuntimeDefault\n',
      '          seccompProfile:\n            type: Unconfined\n',
    ),
    check: 'admission',
    rule: 'pod-security/seccompProfile_restricted',
    file: DEPLOYMENT,
    message: 'seccompProfile',
    fix: 'must not set securityContext.seccompProfile.type to "Unconfined"',
  },
  {
    title: 'a hook that is not restricted',
    base: 'shop',
    edits: [
      {
        file: 'templates/migrate-job.yaml',
        find: 'allowPrivilegeEscalation: false',
        put: 'allowPrivilegeEscalation: true',
      },
    ],
    check: 'admission',
    rule: 'pod-security/allowPrivilegeEscalation',
    file: 'templates/migrate-job.yaml',
    message: 'allowPrivilegeEscalation',
    fix: 'must set securityContext.allowPrivilegeEscalation=false',
  },
  {
    title: 'a folder of the node',
    base: 'shop',
    edits: deployment('      - emptyDir:\n          sizeLimit: 128Mi', '      - hostPath:\n          path: /data'),
    check: 'admission',
    rule: 'pod-security/restrictedVolumes',
    file: DEPLOYMENT,
    message: 'restricted volume types',
    fix: 'volume "data" uses restricted volume type "hostPath"',
  },
  {
    title: 'no limits',
    base: 'shop',
    edits: deployment(
      "          limits:\n            cpu: '1'\n            ephemeral-storage: 256Mi\n            memory: 256Mi\n",
      '',
    ),
    check: 'admission',
    rule: 'policy/slipway-resources',
    file: DEPLOYMENT,
    message: 'containers without a limit for cpu, memory or ephemeral-storage: shop',
    fix: 'set resources.requests and resources.limits',
  },
  {
    title: 'an image by tag',
    base: 'shop',
    edits: deployment('@{{ .Values.image.digest }}', ':v1'),
    check: 'admission',
    rule: 'policy/slipway-images',
    file: DEPLOYMENT,
    message: 'containers whose image has no digest: shop',
    fix: 'name the image by digest',
  },
  {
    title: 'an image that is not asked for again',
    base: 'shop',
    edits: deployment('imagePullPolicy: Always', 'imagePullPolicy: IfNotPresent'),
    check: 'admission',
    rule: 'policy/slipway-images',
    file: DEPLOYMENT,
    message: 'containers whose imagePullPolicy is not Always: shop',
    fix: 'name the image by digest',
  },
  {
    title: 'a root file system that can be written to',
    base: 'shop',
    edits: deployment('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'),
    check: 'admission',
    rule: 'policy/slipway-read-only-root',
    file: DEPLOYMENT,
    message: 'containers whose root file system is writable: shop',
    fix: 'set securityContext.readOnlyRootFilesystem to true',
  },
  {
    title: 'a policy that lets everything out',
    base: 'shop',
    edits: [{ file: 'templates/networkpolicy.yaml', find: '  egress:\n', put: '  egress:\n  - {}\n' }],
    check: 'admission',
    rule: 'policy/slipway-network-policies',
    file: 'templates/networkpolicy.yaml',
    message: 'an egress rule without to reaches everything',
    fix: 'give each rule at least one peer',
  },
  {
    title: 'a budget that blocks every eviction',
    base: 'shop',
    edits: [{ file: 'templates/poddisruptionbudget.yaml', find: 'maxUnavailable: 1', put: 'maxUnavailable: 0' }],
    check: 'admission',
    rule: 'policy/slipway-disruption-budgets',
    file: 'templates/poddisruptionbudget.yaml',
    message: 'maxUnavailable 0 refuses every eviction',
    fix: 'set maxUnavailable to 1',
  },
  {
    title: 'an Ingress without TLS',
    base: 'shop',
    edits: [
      {
        file: 'templates/ingress.yaml',
        find: '  tls:\n  - hosts:\n    - shop.example.com\n    secretName: shop-tls\n',
        put: '',
      },
    ],
    check: 'admission',
    rule: 'policy/slipway-ingress-tls',
    file: 'templates/ingress.yaml',
    message: 'shop.example.com',
    fix: 'name the host under spec.tls',
  },
  {
    title: 'a label that is missing',
    base: 'shop',
    edits: [
      {
        file: 'templates/service.yaml',
        find: '    app.kubernetes.io/instance: {{ .Release.Name }}\n    app.kubernetes.io/managed-by',
        put: '    app.kubernetes.io/managed-by',
      },
    ],
    check: 'admission',
    rule: 'policy/slipway-labels',
    file: 'templates/service.yaml',
    message: 'app.kubernetes.io/instance',
    fix: 'add app.kubernetes.io/name, instance',
  },
  {
    title: 'a Service for a port that no pod has',
    base: 'shop',
    edits: [{ file: 'templates/service.yaml', find: 'targetPort: http', put: 'targetPort: web' }],
    check: 'ports',
    rule: 'unknown-target-port',
    file: 'templates/service.yaml',
    message: 'targetPort web is a port of none of the pods; theirs are: http, metrics',
    fix: 'Name a TCP port of the pods as targetPort',
  },
  {
    title: 'a selector that is not that of the last release',
    base: 'shop',
    edits: deployment(
      '      app.kubernetes.io/name: shop\n  strategy:\n',
      '      app.kubernetes.io/name: shop\n      app.kubernetes.io/part-of: slipway\n  strategy:\n',
    ),
    check: 'upgrade',
    rule: 'immutable',
    file: DEPLOYMENT,
    message: 'field is immutable',
    fix: 'keep the old labels; or give the workload another name',
  },
  {
    title: 'a claim that is smaller than in the last release',
    base: 'shop',
    edits: [{ file: 'templates/nightly-persistentvolumeclaim.yaml', find: 'storage: 1Gi', put: 'storage: 512Mi' }],
    check: 'upgrade',
    rule: 'immutable',
    file: 'templates/nightly-persistentvolumeclaim.yaml',
    message: '"1Gi" cannot become "512Mi"',
    fix: 'keep the old value; a claim can only grow',
  },
  {
    title: 'a README from before',
    base: 'service',
    edits: [{ file: 'Chart.yaml', find: 'version: 0.1.0', put: 'version: 0.2.0' }],
    check: 'generate',
    rule: 'stale',
    file: 'README.md',
    message: 'it is not what is made from its sources now',
    fix: 'npx nx run charts:generate',
  },
  {
    title: 'a schema that was changed by hand',
    base: 'service',
    edits: [{ file: 'values.schema.json', find: 'Values of', put: 'All values of' }],
    check: 'generate',
    rule: 'stale',
    file: 'values.schema.json',
    message: 'it is not what is made from its sources now',
    fix: 'npx nx run charts:generate',
  },
];
