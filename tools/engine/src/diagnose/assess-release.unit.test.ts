import type { CauseCode, KubeObject, Snapshot } from '@slipway/contracts';
import { aDeployment, anEvent, anObject, aPod, aReplicaSet, aSnapshot, readyStatus } from '@slipway/testing';
import { assessRelease } from './assess-release.ts';

const POD = 'Pod/web-1-x';
const wanted = [{ kind: 'Deployment', name: 'web' }];
const patience = { patienceMs: 10_000, autoscaling: false };
const assess = (change: Partial<Snapshot>, more = {}) =>
  assessRelease(wanted, aSnapshot(change), { ...patience, ...more });
const waiting = (reason: string, message = '') => aPod({ state: { waiting: { reason, message } } });
const crashed = (terminated: object, restartCount = 1) =>
  aPod({ restartCount, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated } });
const running = (status: object = {}, probes: object = {}) =>
  aPod(
    { started: true, state: { running: { startedAt: 't' } }, ...status },
    { spec: { containers: [{ name: 'app', ...probes }] } },
  );
const seen = (ms: number) => ({ [`${POD}/app/t`]: 100_000 - ms });
const unschedulable = (message: string) =>
  aPod(
    {},
    {
      status: {
        containerStatuses: [],
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
      },
    },
  );
const readiness = { readinessProbe: { periodSeconds: 1, httpGet: { path: '/readyz', port: 5000 } } };
const startup = { startupProbe: { periodSeconds: 1, failureThreshold: 90 } };
const unready = (count: number) =>
  anEvent(POD, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500', count);
const claiming = () =>
  aPod({ state: {} }, { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } });
const aClaim = () => anObject('v1', 'PersistentVolumeClaim', { name: 'data', status: { phase: 'Pending' } });
const leaving = (deletionGracePeriodSeconds: number): KubeObject => ({
  ...aPod({}, { name: 'old', owner: 'ReplicaSet/web-0' }),
  metadata: { name: 'old', deletionTimestamp: 'x', deletionGracePeriodSeconds },
});
const born = (template: string, at: number, container: Record<string, unknown>): KubeObject => {
  const labels = { app: 'web', 'pod-template-hash': template };
  const pod = aPod(container, { name: `${template}-x`, owner: `ReplicaSet/${template}`, labels });
  return { ...pod, metadata: { ...pod.metadata, creationTimestamp: new Date(at * 1000).toISOString() } };
};
const missing = { [`${POD}/missing`]: 98_000 };
const killed = (probe: string) => anEvent(POD, 'Killing', `Container app failed ${probe} probe, will be restarted`);

describe('assessRelease', () => {
  it('is ready when all that is wanted is', () => {
    const ready = { workloads: [aDeployment({ status: readyStatus() })] };
    expect(assess(ready)).toEqual({
      state: 'ready',
      progress: [{ object: 'Deployment/web', isReady: true, message: '1 of 1 pods ready' }],
    });
  });

  it('lets a container without a readiness probe show that it stays', () => {
    const workloads = [aDeployment({ status: readyStatus() })];
    const look = (ms: number) => assess({ workloads, pods: [running({ ready: true })], firstSeen: seen(ms) }).state;
    expect([look(500), look(3000)]).toEqual(['waiting', 'ready']);
    const crashedOnce = running({ ready: true, restartCount: 1, lastState: { terminated: { exitCode: 1 } } });
    const again = (ms: number, more = {}) =>
      assess({ workloads, pods: [crashedOnce], firstSeen: { ...seen(ms), ...more } }).state;
    const isNew = { [`${POD}/creating`]: 1 };
    expect([again(7999, isNew), again(8000, isNew), again(3000)]).toEqual(['waiting', 'ready', 'ready']);
    const stale = running({ ready: true, restartCount: 1, state: { running: { startedAt: '1970-01-01T00:00:00Z' } } });
    const backOff = anEvent(POD, 'BackOff', 'Back-off restarting failed container app in pod web-1-x_shop(1)');
    expect(
      assess({ workloads, pods: [stale], events: [backOff], firstSeen: { [`${POD}/app/1970-01-01T00:00:00Z`]: 1 } })
        .state,
    ).toBe('waiting');
    const probed = { workloads, pods: [running({ ready: true }, readiness)], firstSeen: seen(500) };
    expect(assess(probed).state).toBe('ready');
  });

  describe('of a Ready pod with a liveness probe', () => {
    const probes = { ...readiness, livenessProbe: { periodSeconds: 2, httpGet: { path: '/dead', port: 5000 } } };
    const look = (firstSeen: Record<string, number>, events: Snapshot['events'] = [], status = {}) =>
      assess({
        workloads: [aDeployment({ status: readyStatus() })],
        pods: [running({ ready: true, ...status }, probes)],
        events,
        firstSeen,
      });
    const at = (key: string, ms: number) => ({ [`${POD}/${key}`]: 100_000 - ms });

    it('waits for the first answer', () => {
      expect([look(at('ready', 1000)).state, look(at('ready', 2000)).state]).toEqual(['waiting', 'ready']);
    });

    it('waits while it fails and may recover', () => {
      const failing = (ms: number) => look({ ...at('ready', 9000), ...at('liveness-failed', ms) }).state;
      expect([failing(7999), failing(8000)]).toEqual(['waiting', 'ready']);
    });

    it('names the container that was killed, though it is up again', () => {
      const killedNow = { ...at('ready', 9000), ...at('liveness-killed', 1) };
      expect(look(killedNow, [killed('liveness')], { restartCount: 1 })).toMatchObject({
        state: 'failed',
        finding: { code: 'LivenessProbeFailed', object: POD, container: 'app', log: { previous: true } },
      });
      expect(look(at('ready', 9000), [killed('liveness')]).state).toBe('ready'); // Long ago.
    });
  });

  it('waits for a workload that is not there yet', () => {
    expect(assess({ workloads: [] }).state).toBe('waiting');
  });

  it.each<[string, Partial<Snapshot>, CauseCode, string]>([
    ['an image the registry does not have', { pods: [waiting('ErrImagePull', 'failed to resolve reference "r/x@sha256:0": r/x@sha256:0: not found')] }, 'ImageNotFound', POD],
    ['an image that is back-off pulled, explained by its event', { pods: [waiting('ImagePullBackOff', 'Back-off pulling image "r/x"')], events: [anEvent(POD, 'Failed', 'Failed to pull image "r/x": unauthorized')] }, 'ImagePullDenied', POD],
    ['a registry that refuses', { pods: [waiting('ErrImagePull', 'pull access denied, repository does not exist or may require authorization')] }, 'ImagePullDenied', POD],
    ['a reference that is none', { pods: [waiting('InvalidImageName', 'couldn\'t parse image reference')] }, 'ImageReferenceInvalid', POD],
    ['a registry that is not reached twice', { pods: [waiting('ImagePullBackOff', 'dial tcp 10.0.0.1:443: connect: connection refused')], events: [anEvent(POD, 'Failed', 'Failed to pull image "r/x": dial tcp 10.0.0.1:443: connect: connection refused', 2)] }, 'RegistryUnreachable', POD],
    ['an image for another processor', { pods: [waiting('ErrImagePull', 'no match for platform in manifest')] }, 'WrongArchitecture', POD],
    ['a program for another processor', { pods: [crashed({ exitCode: 255, message: 'exec /node: exec format error' })] }, 'WrongArchitecture', POD],
    ['a crash at start', { pods: [crashed({ exitCode: 78, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' })] }, 'CrashAtStart', POD],
    ['a crash after some work', { pods: [crashed({ exitCode: 1, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:05:00Z' }, 4)] }, 'CrashLoop', POD],
    ['a program that ends although it should serve', { pods: [crashed({ exitCode: 0, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' })] }, 'CrashAtStart', POD],
    ['a container over its memory limit', { pods: [crashed({ exitCode: 137, reason: 'OOMKilled' })] }, 'OutOfMemory', POD],
    ['a startup probe whose budget ran out', { pods: [crashed({ exitCode: 137 })], events: [killed('startup')] }, 'StartupProbeFailed', POD],
    ['a liveness probe that kills', { pods: [crashed({ exitCode: 137 })], events: [killed('liveness')] }, 'LivenessProbeFailed', POD],
    ['three readiness failures after the start', { pods: [running({}, { ...readiness, ...startup })], events: [unready(3)] }, 'ReadinessProbeFailed', POD],
    ['readiness failing beyond the patience', { pods: [running({}, readiness)], events: [unready(2)], firstSeen: seen(10_001) }, 'ReadinessProbeFailed', POD],
    ['no room', { pods: [unschedulable('0/1 nodes are available: 1 Insufficient cpu.')], firstSeen: { [`${POD}/unschedulable`]: 96_000 } }, 'Unschedulable', POD],
    ['a node that takes no pods', { pods: [unschedulable('0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.')], firstSeen: { [`${POD}/unschedulable`]: 70_000 } }, 'NodeNotReady', POD],
    ['a Secret that is not there', { pods: [waiting('CreateContainerConfigError', 'secret "keys" not found')], firstSeen: missing }, 'SecretMissing', POD],
    ['a ConfigMap that is not there', { pods: [waiting('CreateContainerConfigError', 'configmap "conf" not found')], firstSeen: missing }, 'ConfigMapMissing', POD],
    ['an entry that is not there', { pods: [waiting('CreateContainerConfigError', "couldn't find key integrationKey in Secret shop/keys")], firstSeen: missing }, 'KeyMissing', POD],
    ['an image that would run as root', { pods: [waiting('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root')] }, 'PodSecurityRefused', POD],
    ['a program that does not exist', { pods: [waiting('CreateContainerError', 'exec: "nope": executable file not found')] }, 'ContainerStartFailed', POD],
    ['a mounted Secret that is not there', { pods: [waiting('ContainerCreating')], firstSeen: { [`${POD}/creating`]: 99_000, ...missing }, events: [anEvent(POD, 'FailedMount', 'MountVolume.SetUp failed for volume "keys" : secret "keys" not found')] }, 'SecretMissing', POD],
    ['a refused pod', { events: [anEvent('ReplicaSet/web-1', 'FailedCreate', 'Error creating: pods "web-1-y" is forbidden: exceeded quota: q')], firstSeen: { 'ReplicaSet/web-1/refused': 90_000 } }, 'QuotaExceeded', 'ReplicaSet/web-1'],
    ['a pod against the Pod Security Standard', { events: [anEvent('ReplicaSet/web-1', 'FailedCreate', 'pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true')], firstSeen: { 'ReplicaSet/web-1/refused': 90_000 } }, 'PodSecurityRefused', 'ReplicaSet/web-1'],
    ['a webhook that denies', { events: [anEvent('ReplicaSet/web-1', 'FailedCreate', 'admission webhook "policy.test" denied the request: no')], firstSeen: { 'ReplicaSet/web-1/refused': 90_000 } }, 'AdmissionRefused', 'ReplicaSet/web-1'],
    ['a service account that is not there', { events: [anEvent('ReplicaSet/web-1', 'FailedCreate', 'error looking up service account shop/web: serviceaccount "web" not found')], firstSeen: { 'ReplicaSet/web-1/refused': 90_000 } }, 'ServiceAccountMissing', 'ReplicaSet/web-1'],
    ['a claim that nobody binds', { pods: [claiming()], claims: [aClaim()], firstSeen: { 'PersistentVolumeClaim/data/claim-refused': 95_000 }, events: [anEvent('PersistentVolumeClaim/data', 'ProvisioningFailed', 'storageclass.storage.k8s.io "nope" not found')] }, 'VolumeUnbound', 'PersistentVolumeClaim/data'],
    ['a volume that cannot be mounted', { pods: [waiting('ContainerCreating')], firstSeen: { [`${POD}/creating`]: 70_000 }, events: [anEvent(POD, 'FailedMount', 'MountVolume.SetUp failed for volume "v" : hostPath type check failed')] }, 'VolumeMountFailed', POD],
    ['a registry that is not reached for longer than the second try takes', { pods: [waiting('ImagePullBackOff', 'dial tcp: connection refused')], firstSeen: { [`${POD}/pull-failed`]: 89_000 } }, 'RegistryUnreachable', POD],
    ['a program that does not exist, after the runtime has given up', { pods: [aPod({ restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 128, reason: 'StartError', message: 'exec: "/nope": stat /nope: no such file or directory' } } })] }, 'ContainerStartFailed', POD],
    ['a startup probe that is killing at this moment', { pods: [running({ started: false }, startup)], events: [killed('startup')] }, 'StartupProbeFailed', POD],
    ['a startup probe whose kill the kubelet could not tell any more', { pods: [aPod({ restartCount: 1, started: false, state: { running: { startedAt: 't' } }, lastState: { terminated: { exitCode: 137, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:30Z' } } }, { spec: { containers: [{ name: 'app', ...startup }] } })], events: [anEvent(POD, 'Unhealthy', 'Startup probe failed: HTTP probe failed with statuscode: 503', 24)] }, 'StartupProbeFailed', POD],
    ['readiness that fails after a startup so long that the kubelet has told all it may', { pods: [running({}, { ...readiness, ...startup })], events: [anEvent(POD, 'Unhealthy', 'Startup probe failed: refused', 24)], firstSeen: { [`${POD}/app/t/started`]: 89_000 } }, 'NotReady', POD],
    ['a node that has stopped answering', { pods: [aPod({ ready: true, state: { running: { startedAt: 't' } } })], events: [anEvent(POD, 'NodeNotReady', 'Node is not ready')], firstSeen: { [`${POD}/node-not-ready`]: 88_000 } }, 'NodeNotReady', POD],
    ['nodes of which none takes pods, each for its own reason', { pods: [unschedulable('0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 2 node(s) were unschedulable. preemption: 0/3 nodes are available.')], firstSeen: { [`${POD}/unschedulable`]: 88_000 } }, 'NodeNotReady', POD],
    ['a selector that fits no node, though one is down', { pods: [unschedulable("0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.")], firstSeen: { [`${POD}/unschedulable`]: 97_000 } }, 'Unschedulable', POD],
    ['a selector that fits no node, though pods are ending', { pods: [unschedulable("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."), leaving(600)], firstSeen: { [`${POD}/unschedulable`]: 97_000 } }, 'Unschedulable', POD],
    ['a claim that does not exist', { pods: [unschedulable('0/1 nodes are available: persistentvolumeclaim "data" not found.')], firstSeen: { [`${POD}/unschedulable`]: 95_000 } }, 'VolumeUnbound', POD],
    ['a sidecar that crashes before anything else runs', { pods: [aPod({ state: { waiting: { reason: 'PodInitializing' } } }, { spec: { restartPolicy: 'Never', initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }, status: { initContainerStatuses: [{ name: 'proxy', restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1 } } }] } })] }, 'CrashAtStart', POD],
    ['a Secret that keeps an init container from its mounts', { pods: [aPod({ state: { waiting: { reason: 'PodInitializing' } } }, { status: { initContainerStatuses: [{ name: 'migrate', state: { waiting: { reason: 'PodInitializing' } } }] } })], firstSeen: { [`${POD}/creating`]: 97_000, ...missing }, events: [anEvent(POD, 'FailedMount', 'MountVolume.SetUp failed for volume "keys" : secret "keys" not found')] }, 'SecretMissing', POD],
    ['pods of a Deployment whose ReplicaSets may not be read', { replicaSets: [], workloads: [aDeployment({ status: { observedGeneration: 1 }, spec: { selector: { matchLabels: { app: 'web' } } } })], pods: [born('web-1', 1, { ready: true, state: { running: {} } }), born('web-2', 2, { state: { waiting: { reason: 'InvalidImageName' } } })] }, 'ImageReferenceInvalid', 'Pod/web-2-x'],
    ['a crash loop that only an event tells of yet', { pods: [aPod({ restartCount: 1, state: { terminated: { exitCode: 1, finishedAt: '1970-01-01T00:00:00Z' } } })], events: [anEvent(POD, 'BackOff', 'Back-off restarting failed container app in pod web-1-x_shop(1)')] }, 'CrashAtStart', POD],
    ['a Deployment that is paused', { workloads: [aDeployment({ spec: { paused: true }, status: { observedGeneration: 1 } })], firstSeen: { 'Deployment/web/paused': 98_000 } }, 'RolloutPaused', 'Deployment/web'],
    ['an evicted pod', { pods: [aPod({}, { status: { phase: 'Failed', reason: 'Evicted', message: 'low on resource: ephemeral-storage' } })] }, 'PodEvicted', POD],
  ])('names %s', (_title, change, code, object) => {
    const { state, finding } = assess(change);
    expect([state, finding?.code, finding?.object]).toEqual(['failed', code, object]);
  }); // prettier-ignore

  it.each<[title: string, change: Partial<Snapshot>, more?: object]>([
    ['containers that ended with their node, again and again', { pods: [aPod({ restartCount: 5, state: { waiting: { reason: 'ContainerCreating' } }, lastState: { terminated: { exitCode: 255, reason: 'Unknown', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:03Z' } } })] }],
    ['a startup probe within its budget', { pods: [running({ started: false }, { ...readiness, ...startup })], firstSeen: seen(80_000) }],
    ['two readiness failures after a startup probe', { pods: [running({}, { ...readiness, ...startup })], events: [unready(2)], firstSeen: seen(60_000) }],
    ['a container within its patience', { pods: [running({}, readiness)], events: [unready(3)], firstSeen: seen(9000) }],
    ['a readiness probe that has not been asked twice', { pods: [running({}, { readinessProbe: { initialDelaySeconds: 20, periodSeconds: 5 } })], firstSeen: seen(20_000) }],
    ['one crash', { pods: [aPod({ restartCount: 1, started: true, state: { running: { startedAt: 't' } }, lastState: { terminated: { exitCode: 1 } } })] }],
    ['an image being pulled', { pods: [waiting('ContainerCreating')] }],
    ['a registry that was not reached once', { pods: [waiting('ErrImagePull', 'dial tcp: i/o timeout')] }],
    ['a pod without room where nodes may come', { pods: [unschedulable('0/1 nodes are available: 1 Insufficient cpu.')], firstSeen: { [`${POD}/unschedulable`]: 50_000 } }, { autoscaling: true }],
    ['a pod without room while another leaves', { pods: [unschedulable('1 Insufficient memory.'), leaving(60)], firstSeen: { [`${POD}/unschedulable`]: 90_000, 'old/leaving': 40_000 } }],
    ['pods of the spec before, while the new one has not been seen', { workloads: [aDeployment({ status: { observedGeneration: 0 } })], pods: [waiting('InvalidImageName')] }],
    ['a Secret that somebody may still make', { pods: [waiting('CreateContainerConfigError', 'secret "keys" not found')], firstSeen: { [`${POD}/missing`]: 98_500 } }],
    ['a ConfigMap that the kubelet has not read yet', { pods: [waiting('CreateContainerConfigError', 'failed to sync configmap cache: timed out waiting for the condition')] }],
    ['a volume that is being made', { pods: [unschedulable('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/1')], firstSeen: { [`${POD}/unschedulable`]: 10_000 } }],
    ['a provisioner that tries again', { pods: [claiming()], claims: [aClaim()], firstSeen: { 'PersistentVolumeClaim/data/claim-refused': 90_000 }, events: [anEvent('PersistentVolumeClaim/data', 'ProvisioningFailed', 'rpc error: code = Unavailable')] }],
    ['a volume that another node lets go of', { pods: [waiting('ContainerCreating')], firstSeen: { [`${POD}/creating`]: 60_000, [`${POD}/mount-failed`]: 60_000 }, events: [anEvent(POD, 'FailedAttachVolume', 'Multi-Attach error for volume "v": Volume is already used by pod(s) old')] }],
    ['an image that takes long, after a mount that failed once', { pods: [waiting('ContainerCreating')], firstSeen: { [`${POD}/creating`]: 10_000, [`${POD}/mount-failed`]: 10_000 }, events: [anEvent(POD, 'FailedMount', 'failed to sync configmap cache: timed out'), anEvent(POD, 'Pulling', 'Pulling image "r/x"')] }],
    ['one readiness failure more since it was last Ready', { pods: [running({}, { ...readiness, ...startup })], events: [unready(5)], failuresWhenReady: { [`${POD}/app`]: 4 } }],
    ['slow readiness without a failure after a startup probe', { pods: [running({}, { ...readiness, ...startup })], firstSeen: { ...seen(90_000), [`${POD}/app/t/started`]: 20_000 } }],
    ['a long init container', { pods: [aPod({ state: { waiting: { reason: 'PodInitializing' } } }, { status: { initContainerStatuses: [{ name: 'migrate', state: { running: { startedAt: 't' } } }] } })], firstSeen: { [`${POD}/migrate/t`]: 10_000 } }],
    ['a sidecar that ends well with its pod', { pods: [aPod({ ready: true, state: { running: { startedAt: 't' } } }, { spec: { restartPolicy: 'Never', initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }, status: { initContainerStatuses: [{ name: 'proxy', restartCount: 0, state: { terminated: { exitCode: 143 } } }] } })] }],
    ['the account that a new namespace gets', { events: [anEvent('ReplicaSet/web-1', 'FailedCreate', 'error looking up service account shop/default: serviceaccount "default" not found')], firstSeen: { 'ReplicaSet/web-1/refused': 92_000 } }],
    ['a crash of a pod of an older revision', { replicaSets: [aReplicaSet(), aReplicaSet({ name: 'web-2', annotations: { 'deployment.kubernetes.io/revision': '2' } })], pods: [crashed({ exitCode: 1 })] }],
  ])('waits for %s', (_title, ...[change, more]) => expect(assess(change, more).state).toBe('waiting')); // prettier-ignore

  it('names the program that an image does not have', () => {
    const message =
      'runc create failed: unable to start container process: exec: "/nope": stat /nope: no such file or directory: unknown';
    expect(assess({ pods: [waiting('RunContainerError', message)] }).finding?.message).toBe(
      'the image has no program /nope (RunContainerError)',
    );
  });

  it('lets a Job use up its own tries, then names the pod', () => {
    const status = { conditions: [{ type: 'Failed', status: 'True', message: 'BackoffLimitExceeded' }] };
    const job = (failed: boolean) => anObject('batch/v1', 'Job', { name: 'seed', status: failed ? status : {} });
    const pod = aPod(
      { state: { terminated: { exitCode: 3 } } },
      { name: 'seed-x', owner: 'Job/seed', spec: { restartPolicy: 'Never' } },
    );
    const look = (failed: boolean) =>
      assessRelease([{ kind: 'Job', name: 'seed' }], aSnapshot({ workloads: [job(failed)], pods: [pod] }), patience);
    expect(look(false).state).toBe('waiting');
    expect(look(true).finding).toMatchObject({ code: 'JobFailed', object: 'Pod/seed-x', container: 'app' });
  });
});
