import type { SOUND } from './sound-objects.ts';

type Change = (object: ReturnType<(typeof SOUND)[string]>, spec: ReturnType<(typeof SOUND)[string]>) => void;
/** Changes the (only) container. */
const container = (change: (main: Record<string, unknown>) => void): Change => {
  return (object) => change(podOf(object).containers[0]);
};
const podOf = (object: ReturnType<(typeof SOUND)[string]>) => {
  if (object.kind === 'Pod') return object.spec;
  return (object.kind === 'CronJob' ? object.spec.jobTemplate.spec : object.spec).template.spec;
};

/** What is changed about a sound object, and what the policies then say (`<policy>: <message>`). */
export const CASES: [title: string, kind: string, change: Change, said: string[]][] = [
  [
    'an image by tag',
    'Deployment',
    container((main) => (main.image = 'registry.test/api:1')),
    ['images: containers whose image has no digest: main'],
  ],
  [
    'an image that is not asked for again',
    'CronJob',
    container((main) => (main.imagePullPolicy = 'IfNotPresent')),
    ['images: containers whose imagePullPolicy is not Always: main'],
  ],
  [
    'no limits',
    'Job',
    container((main) => (main.resources = { requests: { cpu: '1', memory: '1Mi', 'ephemeral-storage': '1Mi' } })),
    ['resources: containers without a limit for cpu, memory or ephemeral-storage: main'],
  ],
  // A limit alone would be the request as well.
  [
    'a request that is missing',
    'Pod',
    container((main) => (main.resources = { requests: { cpu: '1' }, limits: { cpu: '1', memory: '1Mi' } })),
    [
      'resources: containers that do not request cpu, memory and ephemeral-storage: main',
      'resources: containers without a limit for cpu, memory or ephemeral-storage: main',
    ],
  ],
  [
    'an init container without anything',
    'Deployment',
    (object) => (podOf(object).initContainers = [{ name: 'init', image: 'x' }]),
    [
      'images: containers whose image has no digest: init',
      'read-only-root: containers whose root file system is writable: init',
      'resources: containers that do not request cpu, memory and ephemeral-storage: init',
      'resources: containers without a limit for cpu, memory or ephemeral-storage: init',
    ],
  ],
  [
    'a low user',
    'Deployment',
    container((main) => (main.securityContext = { readOnlyRootFilesystem: true, runAsUser: 1000 })),
    ['users: containers whose runAsUser is not above 10000: main'],
  ],
  [
    'no group',
    'StatefulSet',
    (object) => delete podOf(object).securityContext.runAsGroup,
    ['users: containers whose runAsGroup is not above 10000: main'],
  ],
  [
    'a writable root',
    'CronJob',
    container((main) => delete main.securityContext),
    ['read-only-root: containers whose root file system is writable: main'],
  ],
  [
    'a token',
    'Job',
    (object) => delete podOf(object).automountServiceAccountToken,
    ['service-account-token: automountServiceAccountToken is not false, so every container can call the API server'],
  ],
  [
    'a token that is asked for',
    'Job',
    (object) => {
      delete podOf(object).automountServiceAccountToken;
      object.metadata.annotations = { 'slipway.dev/allow': 'external-service, service-account-token' };
    },
    [],
  ],
  [
    'no startup probe',
    'Deployment',
    container((main) => delete main.startupProbe),
    ['probes: containers that lack a startup, liveness or readiness probe: main'],
  ],
  [
    'one question for two probes',
    'StatefulSet',
    container((main) => (main.livenessProbe = main.readinessProbe)),
    ['probes: containers whose liveness probe asks what the readiness probe asks: main'],
  ],
  [
    'no preStop',
    'Deployment',
    container((main) => delete main.lifecycle),
    ['shutdown: containers without a preStop hook: main'],
  ],
  [
    'a sleep that takes the whole grace period',
    'Deployment',
    container((main) => (main.lifecycle = { preStop: { sleep: { seconds: 58 } } })),
    ['shutdown: containers whose preStop sleep leaves less than 5 s of the grace period: main'],
  ],
  [
    'replicas on one host',
    'Deployment',
    (object) => delete podOf(object).topologySpreadConstraints,
    ['spread: nothing keeps the 2 replicas on different hosts'],
  ],
  [
    'one replica anywhere',
    'Deployment',
    (object, spec) => {
      delete podOf(object).topologySpreadConstraints;
      spec.replicas = 1;
    },
    [],
  ],
  [
    'replicas apart by anti-affinity',
    'StatefulSet',
    (object) => {
      const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: {} };
      delete podOf(object).topologySpreadConstraints;
      podOf(object).affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    },
    [],
  ],
  [
    'a budget of nothing',
    'PodDisruptionBudget',
    (_object, spec) => (spec.maxUnavailable = 0),
    ['disruption-budgets: maxUnavailable 0 refuses every eviction'],
  ],
  [
    'a budget of everything',
    'PodDisruptionBudget',
    (_object, spec) => {
      delete spec.maxUnavailable;
      spec.minAvailable = '100%';
    },
    ['disruption-budgets: minAvailable 100% refuses every eviction'],
  ],
  [
    'a budget that broken pods hold',
    'PodDisruptionBudget',
    (_object, spec) => delete spec.unhealthyPodEvictionPolicy,
    ['disruption-budgets: pods that are not ready block a drain'],
  ],
  [
    'missing labels',
    'Service',
    (object) => delete object.metadata.labels['app.kubernetes.io/part-of'],
    ['labels: labels that are missing: app.kubernetes.io/part-of'],
  ],
  [
    'an object that a controller made',
    'Service',
    (object) => {
      delete object.metadata.labels;
      object.metadata.ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'x', uid: 'x' }];
    },
    [],
  ],
  [
    'pods without k8s-app',
    'CronJob',
    (_object, spec) => delete spec.jobTemplate.spec.template.metadata,
    ['labels: the pod template has no label k8s-app'],
  ],
  [
    'a rule open to everybody',
    'NetworkPolicy',
    (_object, spec) => (spec.ingress = [{}]),
    ['network-policies: an ingress rule without from is open to everybody'],
  ],
  [
    'a rule that reaches everything',
    'NetworkPolicy',
    (_object, spec) => (spec.egress = [{ ports: [{ port: 53 }] }]),
    ['network-policies: an egress rule without to reaches everything'],
  ],
  [
    'one direction alone',
    'NetworkPolicy',
    (_object, spec) => {
      spec.policyTypes = ['Ingress'];
      delete spec.egress;
    },
    ['network-policies: policyTypes does not name both Ingress and Egress'],
  ],
  [
    'a host without TLS',
    'Ingress',
    (_object, spec) => (spec.rules[0].host = 'other.shop.test'),
    ['ingress-tls: hosts without TLS: other.shop.test'],
  ],
  [
    'a host of this machine',
    'Ingress',
    (_object, spec) => {
      spec.rules[0].host = 'api.localhost';
      delete spec.tls;
    },
    [],
  ],
  [
    'no deadline',
    'CronJob',
    (_object, spec) => delete spec.jobTemplate.spec.activeDeadlineSeconds,
    ['jobs: activeDeadlineSeconds is not set, so a job that hangs runs for ever'],
  ],
  ['many retries', 'Job', (_object, spec) => (spec.backoffLimit = 7), ['jobs: backoffLimit is above 6']],
  [
    'runs that overlap',
    'CronJob',
    (_object, spec) => delete spec.concurrencyPolicy,
    ['cron-jobs: concurrencyPolicy is not Forbid, so runs may overlap'],
  ],
  [
    'no time zone',
    'CronJob',
    (_object, spec) => delete spec.timeZone,
    ["cron-jobs: timeZone is not set, so the schedule follows the control plane's zone"],
  ],
  [
    'no deadline for a late start',
    'CronJob',
    (_object, spec) => delete spec.startingDeadlineSeconds,
    ['cron-jobs: startingDeadlineSeconds is not set (or below 10, which the controller may miss)'],
  ],
  [
    'a Service for the outside',
    'Service',
    (_object, spec) => (spec.type = 'LoadBalancer'),
    ['services: type is LoadBalancer'],
  ],
  [
    'external addresses',
    'Service',
    (_object, spec) => (spec.externalIPs = ['192.0.2.1']),
    ['services: externalIPs are set'],
  ],
  [
    'a Service for the outside that says so',
    'Service',
    (object, spec) => {
      spec.type = 'NodePort';
      object.metadata.annotations = { 'slipway.dev/allow': 'external-service' };
    },
    [],
  ],
  [
    'a Service for pods of every release',
    'Service',
    (_object, spec) => delete spec.selector['app.kubernetes.io/instance'],
    [
      'services: the selector has no app.kubernetes.io/name or no app.kubernetes.io/instance, so pods of other releases are meant as well',
    ],
  ],
  ['a Service whose addresses others give', 'Service', (_object, spec) => delete spec.selector, []],
  [
    'scratch space without an end',
    'CronJob',
    (object) =>
      (podOf(object).volumes = [
        { name: 'tmp', emptyDir: {} },
        { name: 'run', emptyDir: { sizeLimit: '1Mi' } },
      ]),
    ['scratch: emptyDir volumes without a sizeLimit: tmp'],
  ],
  [
    'a source that is every namespace',
    'NetworkPolicy',
    (_object, spec) => (spec.ingress = [{ from: [{ namespaceSelector: {}, podSelector: {} }] }]),
    ['network-policies: an ingress rule lets in every namespace or every address'],
  ],
  [
    'targets that are every address',
    'NetworkPolicy',
    (_object, spec) => (spec.egress = [{ to: [{ podSelector: {} }, { ipBlock: { cidr: '0.0.0.0/0' } }] }]),
    ['network-policies: an egress rule reaches every namespace or every address'],
  ],
  [
    'peers that are some of everybody',
    'NetworkPolicy',
    (_object, spec) => {
      spec.ingress = [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'a' } } }] }];
      spec.egress = [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }];
    },
    [],
  ],
  [
    'a peer that is everybody and says so',
    'NetworkPolicy',
    (object, spec) => {
      spec.egress = [{ to: [{ ipBlock: { cidr: '::/0' } }] }];
      object.metadata.annotations = { 'slipway.dev/allow': 'any-peer' };
    },
    [],
  ],
  [
    'a Secret in a chart',
    'Secret',
    (object) => (object.stringData = { a: 'b' }),
    ['secrets: a Secret with its data is part of a chart'],
  ],
  [
    'a Secret that no chart made',
    'Secret',
    (object) => {
      object.data = { a: 'Yg==' };
      delete object.metadata.labels;
    },
    [],
  ],
  [
    'a secret in a ConfigMap',
    'ConfigMap',
    (object) => (object.data = { DB_PASSWORD: 'a', API_KEY: '', LIMIT: '1' }),
    ['secrets: entries of a ConfigMap that hold secrets: DB_PASSWORD'],
  ],
];
