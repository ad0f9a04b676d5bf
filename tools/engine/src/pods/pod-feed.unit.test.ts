import type { KubeObject } from '@slipway/contracts';
import { createFakeClock, createFakeKube } from '@slipway/testing';
import { openPodFeed } from './pod-feed.ts';

const metadata = { name: 'web', namespace: 'shop', annotations: { 'meta.helm.sh/release-name': 'web' }, labels: { 'app.kubernetes.io/managed-by': 'Helm' } }; // prettier-ignore
const deployment: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: { app: 'web' } } } }; // prettier-ignore
const pod = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: 'web' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'web', uid: 'r' }] }, // prettier-ignore
});

async function open() {
  const kube = createFakeKube();
  const ending = new AbortController();
  const where = { namespace: 'shop', releases: new Set(['web']) };
  const feed = await openPodFeed(where, { kube, clock: createFakeClock() }, ending.signal);
  while (kube.watchCount() === 0) await new Promise((resolve) => setImmediate(resolve));
  const names = () => [...feed.pods.values()].map((entry) => `${entry.release}/${entry.pod.metadata.name}`);
  return { kube, feed, names, end: () => ending.abort() };
}

describe('openPodFeed', () => {
  it('finds the pods of a workload that came after it began, though nothing more happens to them', async () => {
    const { kube, feed, names, end } = await open();
    kube.put(deployment);
    const change = feed.nextChange();
    kube.put(pod('web-1'));
    await change;
    while (names().length === 0) await feed.nextChange();
    expect(names()).toEqual(['web/web-1']);
    end();
  });

  it('forgets a pod that is gone, and one that was gone before its workload was known', async () => {
    const { kube, feed, names, end } = await open();
    kube.put(deployment);
    kube.put(pod('web-1'));
    kube.put(pod('web-2'));
    kube.drop('Pod', 'web-2');
    while (names().length === 0) await feed.nextChange();
    expect(names()).toEqual(['web/web-1']);
    kube.drop('Pod', 'web-1');
    while (names().length > 0) await feed.nextChange();
    end();
  });
});
