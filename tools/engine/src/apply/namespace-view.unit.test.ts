import type { KubeClient, KubeKind, KubeObject, WatchEvent } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import {
  aDeployment,
  anEvent,
  aPod,
  aReplicaSet,
  createFakeClock,
  createFakeKube,
  type FakeKube,
} from '@slipway/testing';
import type { NamespaceView } from './namespace-view.ts';
import { openNamespaceView } from './namespace-view.ts';

const views: NamespaceView[] = [];
afterEach(() => views.splice(0).forEach((view) => view.close()));

async function open(kube: KubeClient, more: object = {}): Promise<NamespaceView> {
  const view = await openNamespaceView({ namespace: 'shop', kube, clock: createFakeClock(1000), ...more });
  views.push(view);
  return view;
}

/** A cluster that does not let the user do this to these kinds. */
function without(kube: FakeKube, verb: 'list' | 'watch', plurals: string[]): KubeClient {
  const refuse = ({ plural }: KubeKind) => {
    if (plurals.includes(plural)) throw new SlipwayError({ code: 'Forbidden', message: `${verb} ${plural} in shop: no right to ${verb} ${plural} in namespace shop.` }); // prettier-ignore
  };
  return {
    ...kube,
    async [verb](kind: KubeKind, options: never) {
      refuse(kind);
      return kube[verb](kind, options);
    },
    ...(verb === 'watch'
      ? {
          async *watch(kind: KubeKind, options: Parameters<KubeClient['watch']>[1]) {
            refuse(kind);
            yield* kube.watch(kind, options);
          },
        }
      : {}),
  };
}

/** A cluster whose watches of one kind say this first, and then what happens. */
function saying(kube: FakeKube, plural: string, first: WatchEvent): KubeClient {
  let isSaid = false;
  return {
    ...kube,
    async *watch(kind, options) {
      if (kind.plural === plural && !isSaid) {
        isSaid = true;
        yield first;
      }
      yield* kube.watch(kind, options);
    },
  };
}

const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name);
const until = async (isSo: () => boolean) => {
  for (let tries = 0; !isSo() && tries < 1000; tries += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(isSo()).toBe(true);
};

describe('openNamespaceView', () => {
  it('goes on without kinds that may not be listed, and says which', async () => {
    const kube = createFakeKube([aDeployment(), aReplicaSet(), aPod()]);
    const view = await open(without(kube, 'list', ['events', 'persistentvolumeclaims', 'replicasets']));
    const { pods, workloads, events, replicaSets } = view.snapshot();
    expect([names(pods), names(workloads), events, replicaSets]).toEqual([['web-1-x'], ['web'], [], []]);
    expect(view.refusalOf('Event')?.message).toBe('list events in shop: no right to list events in namespace shop.');
    expect([view.refusalOf('ReplicaSet')?.code, view.refusalOf('Pod')]).toEqual(['Forbidden', undefined]);
  });

  it('lists again and again what may be listed but not watched', async () => {
    const kube = createFakeKube([aDeployment()]);
    const view = await open(without(kube, 'watch', ['pods']));
    kube.put(aPod());
    await until(() => view.snapshot().pods.length === 1);
  });

  it('lists again when its place is no longer known, and drops what is gone', async () => {
    const kube = createFakeKube([aPod(), aPod({}, { name: 'gone' })]);
    const watching = { ...saying(kube, 'pods', { type: 'RESYNC' }) };
    const { list } = kube;
    let lists = 0;
    watching.list = (kind, options) => {
      if (kind.plural === 'pods' && (lists += 1) === 2) kube.drop('Pod', 'gone');
      return list(kind, options);
    };
    const view = await open(watching);
    await until(() => lists >= 2 && view.snapshot().pods.length === 1);
    expect(names(view.snapshot().pods)).toEqual(['web-1-x']);
  });

  it('remembers when the server was back', async () => {
    const view = await open(saying(createFakeKube(), 'pods', { type: 'RESUMED' }));
    await until(() => view.snapshot().resumedAt !== undefined);
    expect(view.snapshot().resumedAt).toBe(1000);
  });

  it('takes no refusal of before for one of now, also after it has lost its place', async () => {
    const old = anEvent('StatefulSet/db', 'FailedCreate', 'exceeded quota: q', 3);
    const kube = createFakeKube([old]);
    const view = await open(saying(kube, 'events', { type: 'RESYNC' }));
    await until(() => kube.calls.filter((call) => call === 'list events').length === 2);
    expect([view.snapshot().events, view.snapshot().firstSeen]).toEqual([[], {}]);
    await until(() => kube.watchCount() === 9);
    kube.put({ ...old, metadata: { ...old.metadata }, count: 4 });
    await until(() => view.snapshot().events.length === 1);
    expect(view.snapshot().firstSeen).toEqual({ 'StatefulSet/db/refused': 1000 });
  });

  it('counts readiness failures from when a container was last Ready', async () => {
    const failed = anEvent('Pod/web-1-x', 'Unhealthy', 'Readiness probe failed: 503', 4);
    const view = await open(createFakeKube([failed, aPod({ ready: true, state: { running: {} } })]));
    expect(view.snapshot().failuresWhenReady).toEqual({ 'Pod/web-1-x/app': 4 });
  });

  it('gives the same list of thousands of events until there is a new one', async () => {
    const kube = createFakeKube(Array.from({ length: 2000 }, () => anEvent('Pod/old', 'BackOff', 'old')));
    const view = await open(kube);
    const { events } = view.snapshot();
    expect([events.length, view.snapshot().events]).toEqual([2000, events]);
    expect(view.snapshot().events).toBe(events);
  });

  it('tells a change at once, and those right after it together', async () => {
    const sleeps: { ms: number; end: () => void }[] = [];
    const sleep = (ms: number, signal?: AbortSignal) =>
      new Promise<void>((end) => {
        sleeps.push({ ms, end });
        signal?.addEventListener('abort', () => end());
      });
    const kube = createFakeKube();
    const view = await open(kube, { clock: { now: () => 1000, sleep } });
    await until(() => kube.watchCount() === 9);
    const first = view.nextChange(9000);
    kube.put(aPod());
    await first;
    let isTold = false;
    const second = view.nextChange(9000).then(() => (isTold = true));
    for (const name of ['one', 'two']) kube.put(aPod({}, { name }));
    await until(() => view.snapshot().pods.length === 3);
    expect([isTold, sleeps.map(({ ms }) => ms)]).toEqual([false, [9000, 9000, 50]]);
    sleeps[2]?.end();
    await second;
  });

  it('reads again only the kinds that are asked for', async () => {
    const kube = createFakeKube([aDeployment()]);
    const view = await open(kube, { once: true });
    kube.calls.length = 0;
    await view.refresh(['Deployment']);
    expect(kube.calls).toEqual(['list deployments']);
  });

  it('ends the waits with the view', async () => {
    const sleep = (_ms: number, signal?: AbortSignal) => new Promise<void>((end) => signal?.addEventListener('abort', () => end())); // prettier-ignore
    const view = await open(createFakeKube(), { clock: { now: () => 1000, sleep } });
    const waiting = view.nextChange(9000);
    view.close();
    await waiting;
    await view.nextChange(9000);
  });
});
