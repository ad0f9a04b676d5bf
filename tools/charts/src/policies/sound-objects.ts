/** An object that tests change at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

const labels = {
  'app.kubernetes.io/name': 'api',
  'app.kubernetes.io/instance': 'api',
  'app.kubernetes.io/part-of': 'shop',
  'app.kubernetes.io/managed-by': 'Helm',
};
const resources = { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '16Mi' };
const probe = (path: string) => ({ httpGet: { path, port: 5000 } });

const pod = (change: object = {}) => ({
  metadata: { labels: { ...labels, 'k8s-app': 'shop' } },
  spec: {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 60,
    securityContext: { runAsUser: 65532, runAsGroup: 65532 },
    topologySpreadConstraints: [
      {
        topologyKey: 'kubernetes.io/hostname', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      },
    ], // prettier-ignore
    containers: [
      {
        name: 'main',
        image: `registry.test/api@sha256:${'a'.repeat(64)}`,
        imagePullPolicy: 'Always',
        resources: { requests: resources, limits: resources },
        securityContext: { readOnlyRootFilesystem: true },
        startupProbe: probe('/healthz'),
        livenessProbe: probe('/healthz'),
        readinessProbe: probe('/readyz'),
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
      },
    ],
    ...change,
  },
});
/** A copy in which nothing is shared, so that one change changes one place. */
const object = (apiVersion: string, kind: string, spec: object): Loose =>
  JSON.parse(JSON.stringify({ apiVersion, kind, metadata: { name: 'api', namespace: 'shop', labels }, spec }));
const workload = (extra: object = {}) => ({
  replicas: 2, selector: { matchLabels: labels }, template: pod(), ...extra,
}); // prettier-ignore
const job = () => ({ activeDeadlineSeconds: 60, backoffLimit: 1, template: pod({ restartPolicy: 'Never' }) });

/** One object per kind that the policies speak of, and that each of them passes. */
export const SOUND: Record<string, () => Loose> = {
  Deployment: () => object('apps/v1', 'Deployment', workload()),
  StatefulSet: () => object('apps/v1', 'StatefulSet', workload({ serviceName: 'api' })),
  Job: () => object('batch/v1', 'Job', job()),
  CronJob: () =>
    object('batch/v1', 'CronJob', {
      schedule: '0 * * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 60,
      jobTemplate: { spec: job() },
    }),
  Pod: () => object('v1', 'Pod', pod().spec),
  Service: () => object('v1', 'Service', { selector: labels, ports: [{ port: 80 }] }),
  Ingress: () =>
    object('networking.k8s.io/v1', 'Ingress', {
      tls: [{ hosts: ['api.shop.test'], secretName: 'api-tls' }],
      rules: [
        {
          host: 'api.shop.test',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'api', port: { number: 80 } } } }],
          },
        },
      ],
    }),
  NetworkPolicy: () =>
    object('networking.k8s.io/v1', 'NetworkPolicy', {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ to: [{ podSelector: {} }] }],
    }),
  PodDisruptionBudget: () =>
    object('policy/v1', 'PodDisruptionBudget', {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: labels },
    }),
  HorizontalPodAutoscaler: () =>
    object('autoscaling/v2', 'HorizontalPodAutoscaler', {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
      maxReplicas: 3,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    }),
  // Neither has a spec.
  Secret: () => ({ ...object('v1', 'Secret', {}), spec: undefined }),
  ConfigMap: () => ({ ...object('v1', 'ConfigMap', {}), spec: undefined, data: { LIMIT: '1' } }),
};
