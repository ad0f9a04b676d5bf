import type { ObjectRelease, Part, PodParts } from './broken-release.ts';
import { sameContainer, script, workload } from './broken-release.ts';

/** A healthy release that takes its time. */
export interface SlowStart {
  name: string;
  /** How long it takes, in seconds, on a machine that has nothing else to do. */
  seconds: number;
  objects: (name: string, image: string) => Part[];
}

const startup = (path: string): Part => ({ httpGet: { path, port: 5000 }, periodSeconds: 1, failureThreshold: 150 });
const readiness: Part = { httpGet: { path: '/readyz', port: 5000 }, periodSeconds: 1 };

/** Listens after `listenS` seconds; answers 200 on /started at once and on /readyz once it has answered for `readyS`. */
function slowServer(listenS: number, readyS = 0): { command: string[] } {
  // A readiness request that comes early is answered late, not badly.
  return script(
    `setTimeout(()=>{const at=Date.now()+${readyS * 1000};require('http').createServer((q,s)=>setTimeout(()=>s.end(),q.url=='/readyz'?Math.max(0,at-Date.now()):0)).listen(5000)},${listenS * 1000})`,
  );
}

const waits = (seconds: number) => script(`setTimeout(()=>{},${seconds * 1000})`);

function one(kind: string, parts: (image: string) => PodParts): SlowStart['objects'] {
  return (name, image) => [workload(kind, name, image, parts(image))];
}

const slow = (kind: string, seconds: number): SlowStart => ({
  name: `${kind.toLowerCase()}-${seconds}`,
  seconds,
  objects: one(kind, () => ({ container: { ...slowServer(seconds), startupProbe: startup('/'), readinessProbe: readiness } })),
}); // prettier-ignore

const afterInit = (seconds: number): SlowStart => ({
  name: `init-${seconds}`,
  seconds,
  objects: one('Deployment', (image) => ({
    pod: { initContainers: [sameContainer('migrate', image, waits(seconds - 2)), sameContainer('warm', image, waits(2))] },
    container: { ...slowServer(0), startupProbe: startup('/'), readinessProbe: readiness },
  })),
}); // prettier-ignore

const job = (seconds: number): SlowStart => ({
  name: `job-${seconds}`,
  seconds,
  objects: one('Job', () => ({ container: waits(seconds) })),
});

/** The first try of the Job fails; a volume remembers that it was made. */
const retriedJob = (seconds: number): SlowStart => ({
  name: `retried-job-${seconds}`,
  seconds,
  objects: one('Job', () => ({
    spec: { backoffLimit: 3 },
    pod: { restartPolicy: 'OnFailure', volumes: [{ name: 'tmp', emptyDir: {} }] },
    container: {
      ...script(
        `const fs=require('fs');if(!fs.existsSync('/tmp/tried')){fs.writeFileSync('/tmp/tried','');process.exit(1)}setTimeout(()=>{},${seconds * 1000})`,
      ),
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
  })),
});

/** Started at once; its first readiness request takes long, and does not fail. */
const slowReadiness = (seconds: number): SlowStart => ({
  name: `readiness-${seconds}`,
  seconds,
  objects: one('Deployment', () => ({
    container: {
      ...slowServer(0, seconds),
      startupProbe: startup('/started'),
      readinessProbe: { ...readiness, timeoutSeconds: seconds + 5 },
    },
  })),
});

/** One crash, as of a service whose database is not up yet. */
const oneCrash = (seconds: number): SlowStart => ({
  name: `one-crash-${seconds}`,
  seconds,
  objects: one('Deployment', () => ({
    pod: { volumes: [{ name: 'tmp', emptyDir: {} }] },
    container: {
      ...script(
        `const fs=require('fs');if(!fs.existsSync('/tmp/tried')){fs.writeFileSync('/tmp/tried','');process.exit(1)}setTimeout(()=>require('http').createServer((q,s)=>s.end()).listen(5000),${seconds * 1000})`,
      ),
      startupProbe: startup('/'),
      readinessProbe: readiness,
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
  })),
});

/** Pods one after the other, each slow. */
const ordered = (replicas: number, secondsEach: number): SlowStart => ({
  name: `ordered-${replicas}x${secondsEach}`,
  seconds: replicas * secondsEach,
  objects: one('StatefulSet', () => ({
    spec: { replicas },
    container: { ...slowServer(secondsEach), startupProbe: startup('/'), readinessProbe: readiness },
  })),
});

/** A sidecar that has to be up before the rest begins. */
const afterSidecar = (seconds: number): SlowStart => ({
  name: `sidecar-${seconds}`,
  seconds,
  objects: one('Deployment', (image) => ({
    pod: {
      initContainers: [
        sameContainer('proxy', image, { ...slowServer(seconds), restartPolicy: 'Always', startupProbe: startup('/') }),
      ],
    },
    container: script('setInterval(()=>{},1000)'),
  })),
});

/** A claim that is made when the pod comes. */
const withVolume = (seconds: number): SlowStart => ({
  name: `volume-${seconds}`,
  seconds,
  objects: one('StatefulSet', () => ({
    spec: {
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } } },
      ],
    },
    container: {
      ...slowServer(seconds),
      startupProbe: startup('/'),
      readinessProbe: readiness,
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
  })),
}); // prettier-ignore

/** Those that take 15 s at most. */
export const QUICK_SLOW_STARTS: readonly SlowStart[] = [slow('Deployment', 12), afterInit(8), retriedJob(5), slowReadiness(10)]; // prettier-ignore

/** Twenty, from 5 to 90 s. */
export const SLOW_STARTS: readonly SlowStart[] = [
  ...QUICK_SLOW_STARTS,
  slow('Deployment', 5), slow('Deployment', 30), slow('Deployment', 60), slow('Deployment', 90),
  slow('StatefulSet', 20), slow('StatefulSet', 75), slow('DaemonSet', 25),
  afterInit(40), job(15), job(45), retriedJob(20), slowReadiness(35), oneCrash(15), ordered(3, 15), afterSidecar(20), withVolume(10),
]; // prettier-ignore

/** The releases of slow starts in one namespace. */
export function toReleases(starts: readonly SlowStart[], namespace: string, image: string): ObjectRelease[] {
  return starts.map((start) => ({ name: nameOf(start), namespace, objects: start.objects(nameOf(start), image) }));
}

/** Name of release, chart and project. */
export function nameOf({ name }: Pick<SlowStart, 'name'>): string {
  return `slow-${name}`;
}
