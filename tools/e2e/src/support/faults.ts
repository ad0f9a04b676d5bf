import type { CauseCode } from '@slipway/contracts';
import type { Part, PodParts } from './broken-release.ts';
import { onePod, sameContainer, script, server, workload } from './broken-release.ts';

/** What the faults are made of. */
export interface FaultFacts {
  /** An image that is there. */
  image: string;
  /** Host and port of a registry that answers 401. */
  closedRegistry: string;
}

/** A broken release, and what is to be said of it. */
export interface Fault {
  /** Name of release, chart and project after the prefix. */
  name: string;
  code: CauseCode;
  /** `Kind/name` of the object, where NAME stands for the release. */
  object: RegExp;
  container?: string;
  log?: RegExp;
  message?: RegExp;
  /** Needs most of the time it has: not run beside many others. */
  isPatient?: boolean;
  /** Needs a namespace of its own: what is in it would matter to others. */
  isAlone?: boolean;
  objects: (name: string, facts: FaultFacts) => Part[];
}

/** A fault of one Deployment's pods. */
function pods(parts: PodParts | ((facts: FaultFacts) => PodParts), kind = 'Deployment'): Fault['objects'] {
  return (name, facts) => [workload(kind, name, facts.image, typeof parts === 'function' ? parts(facts) : parts)];
}

const POD = /^Pod\/NAME-/;
const probe = (path: string, more: Part = {}) => ({ httpGet: { path, port: 5000 }, periodSeconds: 1, ...more });
const no503 = 's.statusCode=503;s.end()';
const volume = (name: string, source: Part) => ({
  pod: { volumes: [{ name, ...source }] },
  container: { volumeMounts: [{ name, mountPath: `/mnt/${name}` }] },
});
const digest = `sha256:${'0'.repeat(64)}`;

/** Broken releases, each with one fault. */
export const FAULTS: readonly Fault[] = [
  { name: 'image-missing', code: 'ImageNotFound', object: POD, container: 'main', objects: pods(({ image }) => ({ container: { image: image.replace(/sha256:.*/, digest) } })) },
  { name: 'pull-denied', code: 'ImagePullDenied', object: POD, container: 'main', objects: pods(({ closedRegistry }) => ({ container: { image: `${closedRegistry}/private/app@${digest}` } })) },
  { name: 'registry-away', code: 'RegistryUnreachable', object: POD, container: 'main', isPatient: true, objects: pods({ container: { image: `127.0.0.1:9/app@${digest}` } }) },
  { name: 'image-no-name', code: 'ImageReferenceInvalid', object: POD, container: 'main', objects: pods({ container: { image: 'Not A Name' } }) },
  { name: 'crash-at-start', code: 'CrashAtStart', object: POD, container: 'main', log: /DATABASE_URL is not set/, message: /exit code 3/, objects: pods({ container: script('console.error("DATABASE_URL is not set");process.exit(3)') }) },
  { name: 'wrong-command', code: 'CrashAtStart', object: POD, container: 'main', log: /Cannot find module/, objects: pods({ container: { command: ['node', '/app/nothing.js'] } }) },
  { name: 'crash-statefulset', code: 'CrashAtStart', object: /^Pod\/NAME-0$/, container: 'main', log: /no volume/, objects: pods({ container: script('console.log("no volume");process.exit(1)') }, 'StatefulSet') },
  { name: 'crash-init', code: 'CrashAtStart', object: POD, container: 'migrate', log: /no schema/, objects: pods(({ image }) => ({ pod: { initContainers: [sameContainer('migrate', image, script('console.log("no schema");process.exit(2)'))] } })) },
  { name: 'crash-loop', code: 'CrashLoop', object: POD, container: 'main', log: /lost the database/, isPatient: true, objects: pods({ container: { ...script('setTimeout(()=>{console.error("lost the database");process.exit(1)},4300)'), readinessProbe: probe('/') } }) },
  { name: 'out-of-memory', code: 'OutOfMemory', object: POD, container: 'main', objects: pods({ container: { ...script('console.log("filling");const all=[];for(;;)all.push(Buffer.alloc(1e7,1))'), resources: { limits: { memory: '64Mi' } } } }) },
  { name: 'missing-program', code: 'ContainerStartFailed', object: POD, container: 'main', message: /\/nope/, objects: pods({ container: { command: ['/nope'] } }) },
  { name: 'wrong-architecture', code: 'WrongArchitecture', object: POD, container: 'main', objects: (name, { image }) => [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { program: 'not for this processor' } },
    workload('Deployment', name, image, { pod: { volumes: [{ name: 'bin', configMap: { name, defaultMode: 0o755 } }] }, container: { command: ['/mnt/program'], volumeMounts: [{ name: 'bin', mountPath: '/mnt' }] } }),
  ] },
  { name: 'startup-probe', code: 'StartupProbeFailed', object: POD, container: 'main', log: /warming/, message: /503/, objects: pods({ container: { ...server(`console.log("warming");${no503}`), startupProbe: probe('/started', { failureThreshold: 3 }) } }) },
  { name: 'readiness-never', code: 'ReadinessProbeFailed', object: POD, container: 'main', log: /no upstream/, message: /GET \/readyz on port 5000.*503/, isPatient: true, objects: pods({ container: { ...server(`console.log("no upstream");${no503}`), readinessProbe: probe('/readyz') } }) },
  { name: 'readiness-after-start', code: 'ReadinessProbeFailed', object: POD, container: 'main', message: /503/, objects: pods({ container: { ...server(`if(q.url=="/readyz")s.statusCode=503;s.end()`), startupProbe: probe('/started', { failureThreshold: 60 }), readinessProbe: probe('/readyz') } }) },
  { name: 'liveness', code: 'LivenessProbeFailed', object: POD, container: 'main', message: /500/, objects: pods({ container: { ...server('if(q.url=="/livez")s.statusCode=500;s.end()'), readinessProbe: probe('/'), livenessProbe: probe('/livez', { failureThreshold: 2 }) } }) },
  { name: 'secret-missing', code: 'SecretMissing', object: POD, container: 'main', message: /no-such-secret/, objects: pods({ container: { envFrom: [{ secretRef: { name: 'no-such-secret' } }] } }) },
  { name: 'secret-volume', code: 'SecretMissing', object: POD, message: /no-such-secret/, objects: pods(volume('keys', { secret: { secretName: 'no-such-secret' } })) },
  { name: 'configmap-missing', code: 'ConfigMapMissing', object: POD, container: 'main', message: /no-such-config/, objects: pods({ container: { envFrom: [{ configMapRef: { name: 'no-such-config' } }] } }, 'DaemonSet') },
  { name: 'key-missing', code: 'KeyMissing', object: POD, container: 'main', message: /"token"/, objects: (name, { image }) => [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { other: 'x' } },
    workload('Deployment', name, image, { container: { env: [{ name: 'TOKEN', valueFrom: { configMapKeyRef: { name, key: 'token' } } }] } }),
  ] },
  { name: 'no-cpu', code: 'Unschedulable', object: POD, message: /no node has enough cpu/, isAlone: true, objects: pods({ container: { resources: { requests: { cpu: '500' } } } }) },
  { name: 'no-node', code: 'Unschedulable', object: POD, message: /selector/, objects: pods({ pod: { nodeSelector: { disk: 'golden' } } }, 'StatefulSet') },
  { name: 'quota', code: 'QuotaExceeded', object: /^ReplicaSet\/NAME-/, message: /pods=0/, isAlone: true, objects: (name, { image }) => [
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard: { pods: '0' } } },
    workload('Deployment', name, image),
  ] },
  { name: 'pod-security', code: 'PodSecurityRefused', object: /^ReplicaSet\/NAME-/, message: /hostNetwork|host namespaces/, objects: pods({ pod: { hostNetwork: true } }) },
  { name: 'admission-pod', code: 'AdmissionRefused', object: /^ReplicaSet\/NAME-/, message: /slipway-e2e-refuse/, objects: pods({ labels: { 'slipway.test/refuse': 'yes' } }) },
  { name: 'admission-object', code: 'AdmissionRefused', object: /^Release\/NAME$/, message: /slipway-e2e-refuse/, objects: (name) => [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { 'slipway.test/refuse': 'yes' } } },
  ] },
  { name: 'service-account', code: 'ServiceAccountMissing', object: /^ReplicaSet\/NAME-/, message: /nobody/, objects: pods({ pod: { serviceAccountName: 'nobody' } }) },
  { name: 'volume-unbound', code: 'VolumeUnbound', object: /^PersistentVolumeClaim\/NAME$/, message: /no-such-class/, objects: (name, { image }) => [
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'no-such-class', resources: { requests: { storage: '1Mi' } } } },
    workload('Deployment', name, image, volume('data', { persistentVolumeClaim: { claimName: name } })),
  ] },
  { name: 'claim-missing', code: 'VolumeUnbound', object: POD, message: /no-such-claim/, objects: pods(volume('data', { persistentVolumeClaim: { claimName: 'no-such-claim' } })) },
  { name: 'paused', code: 'RolloutPaused', object: /^Deployment\/NAME$/, objects: pods({ spec: { paused: true } }) },
  { name: 'manifest', code: 'ManifestRefused', object: /^Release\/NAME$/, message: /99999/, objects: (name) => [
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port: 99999 }] } },
  ] },
  { name: 'unknown-kind', code: 'ChartInvalid', object: /^Release\/NAME$/, message: /Gadget/, objects: (name) => [{ apiVersion: 'nobody.test/v1', kind: 'Gadget', metadata: { name } }] },
  { name: 'job-failed', code: 'JobFailed', object: POD, container: 'main', log: /cannot seed/, objects: pods({ container: script('console.log("cannot seed");process.exit(4)') }, 'Job') },
  { name: 'hook-failed', code: 'HookFailed', object: /^Pod\/NAME-hook$/, container: 'main', log: /no migration/, objects: (name, { image }) => [
    onePod(`${name}-hook`, image, 'pre-install,pre-upgrade', { container: script('console.log("no migration");process.exit(1)') }),
    workload('Deployment', name, image),
  ] },
  { name: 'hook-image', code: 'ImageNotFound', object: /^Pod\/NAME-hook$/, container: 'main', objects: (name, { image }) => [
    onePod(`${name}-hook`, image.replace(/sha256:.*/, digest), 'pre-install,pre-upgrade'),
    workload('Deployment', name, image),
  ] },
  { name: 'test-failed', code: 'TestFailed', object: /^Pod\/NAME-test$/, container: 'main', log: /expected 200/, objects: (name, { image }) => [
    onePod(`${name}-test`, image, 'test', { container: script('console.log("expected 200");process.exit(1)') }),
    workload('Deployment', name, image, { container: { readinessProbe: probe('/') } }),
  ] },
]; // prettier-ignore
