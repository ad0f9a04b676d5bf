import type { LogLine } from '@slipway/contracts';
import { aPod } from '@slipway/testing';
import { setUp } from './__fixtures__/deploy-workspace.ts';
import { deployReleases } from './deploy-releases.ts';
import { releaseLogs } from './release-logs.ts';

/** Two pods of a release that read one Secret, and print what is in it. */
async function talkative() {
  const { run, request, clients, kube } = setUp();
  await run(deployReleases(request, clients));
  kube.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'shop' }, data: { key: Buffer.from('k4n4ry').toString('base64') } }); // prettier-ignore
  for (const name of ['web-1', 'web-2']) {
    const containers = [{ name: 'app', image: 'web', envFrom: [{ secretRef: { name: 'keys' } }] }];
    const pod = aPod({ state: { running: {} } }, { name, spec: { containers } });
    kube.put({ ...pod, metadata: { ...pod.metadata, labels: { app: 'web' } } });
    kube.podLogs[`${name}/app`] = [`2026-01-01T00:00:00Z ${name} has k4n4ry or ${Buffer.from('k4n4ry').toString('base64')}`]; // prettier-ignore
  }
  kube.calls.length = 0;
  return { request: { ...request, select: ['web'] }, clients, kube };
}

describe('releaseLogs', () => {
  it.each([
    ['once', false],
    ['as it comes', true],
  ])(
    'shows no value of a Secret that a pod reads, %s, and reads the Secret once for all pods',
    async (_title, follow) => {
      const { request, clients, kube } = await talkative();
      const stop = new AbortController();
      const lines: LogLine[] = [];
      for await (const line of releaseLogs(request, clients, { follow, signal: stop.signal })) {
        if (lines.push(line) === 2) break;
      }
      stop.abort();
      expect(lines.map(({ line }) => line).sort()).toEqual([
        'web-1 has (secret) or (secret)',
        'web-2 has (secret) or (secret)',
      ]);
      expect(kube.calls.filter((call) => call.startsWith('get secrets'))).toEqual(['get secrets keys']);
    },
  );
});
