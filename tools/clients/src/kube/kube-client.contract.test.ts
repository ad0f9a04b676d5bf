import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeClient, KubeObject } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import type { FakeApiServer, FakeKube } from '@slipway/testing';
import { createFakeKube, startFakeApiServer } from '@slipway/testing';
import { createKubeClient } from './kube-client.ts';

const secret = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop', labels },
  data: { key: 'eA==' },
});

const dir = mkdtempSync(join(tmpdir(), 'kube-client-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function kubeconfig(url: string, user: object = { token: 'canary' }): string {
  const path = join(dir, `config-${Math.abs(url.length * 31 + JSON.stringify(user).length)}`);
  const config = {
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server: url } }],
    users: [{ name: 'test', user }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

describe.each<['fake' | 'real']>([['fake'], ['real']])('KubeClient (%s)', (which) => {
  let cluster: FakeKube;
  let server: FakeApiServer;
  let kube: KubeClient;
  beforeEach(async () => {
    cluster = createFakeKube();
    server = await startFakeApiServer(cluster);
    kube = which === 'fake' ? cluster : createKubeClient({ kubeconfig: kubeconfig(server.url) });
  });
  afterEach(() => server.close());

  it('creates once and reads back', async () => {
    const made = await kube.create(KubeKinds.Secret, secret('a'));
    expect(made.metadata.uid).toBeDefined();
    expect((await kube.get(KubeKinds.Secret, 'a', 'shop'))?.data).toEqual({ key: 'eA==' });
    await expect(kube.create(KubeKinds.Secret, secret('a'))).rejects.toMatchObject({ code: 'AlreadyExists' });
    expect(await kube.get(KubeKinds.Secret, 'b', 'shop')).toBeUndefined();
  });

  it('asks a service through the API server, whatever it answers, and tells where there is none', async () => {
    cluster.services['web:http/a?b=c'] = [{ status: 503, headers: { 'content-type': 'text/plain' }, body: 'not yet' }];
    const ask = (service: string, maxBytes = 1000) =>
      kube.throughService({ namespace: 'shop', service, port: 'http', path: '/a?b=c', timeoutMs: 5000, maxBytes });
    expect(await ask('web')).toMatchObject({ status: 503, body: 'not yet' });
    await expect(ask('none')).rejects.toMatchObject({ code: 'ServiceUnreachable' });
  });

  it('lists by label, with the kind on each, and metadata alone when asked', async () => {
    for (const object of [secret('a', { owner: 'helm' }), secret('b')]) cluster.put(object);
    const { items } = await kube.list(KubeKinds.Secret, {
      namespace: 'shop',
      labelSelector: 'owner=helm',
      metadataOnly: true,
    });
    expect(items.map(({ kind, metadata, data }) => [kind, metadata.name, data])).toEqual([['Secret', 'a', undefined]]);
  });

  it('refuses to replace what moved', async () => {
    const first = await kube.create(KubeKinds.Secret, secret('a'));
    await kube.replace(KubeKinds.Secret, { ...first, data: { key: 'eQ==' } });
    await expect(kube.replace(KubeKinds.Secret, first)).rejects.toMatchObject({ code: 'Conflict' });
  });

  it('patches by merging', async () => {
    cluster.put(secret('a', { one: '1' }));
    await kube.patch(KubeKinds.Secret, 'a', 'shop', { metadata: { labels: { two: '2' } } });
    expect((await kube.get(KubeKinds.Secret, 'a', 'shop'))?.metadata.labels).toEqual({ one: '1', two: '2' });
    expect(await kube.patch(KubeKinds.Secret, 'b', 'shop', {})).toBeUndefined();
  });

  it('says which kinds there are, without subresources', async () => {
    expect(await kube.resources('coordination.k8s.io/v1')).toEqual([KubeKinds.Lease]);
    expect(await kube.resources('nowhere.test/v1')).toEqual([]);
  });

  it('tries an apply by force and writes nothing', async () => {
    cluster.put(secret('a', { one: '1' }));
    const tried = await kube.dryRunApply(KubeKinds.Secret, secret('a', { two: '2' }), { fieldManager: 'helm' });
    expect(tried?.metadata.labels).toEqual({ one: '1', two: '2' });
    expect((await kube.get(KubeKinds.Secret, 'a', 'shop'))?.metadata.labels).toEqual({ one: '1' });
  });

  it('tries to create and writes nothing', async () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'shop', generateName: 'web-' } };
    expect((await kube.dryRunCreate(KubeKinds.Pod, pod))?.metadata.namespace).toBe('shop');
    expect(cluster.all('Pod')).toEqual([]);
  });

  it('deletes only the object that is meant', async () => {
    cluster.put(secret('a'));
    expect(await kube.delete(KubeKinds.Secret, 'a', 'shop', { uid: 'another' })).toBe(false);
    expect(await kube.delete(KubeKinds.Secret, 'a', 'shop')).toBe(true);
    expect(await kube.delete(KubeKinds.Secret, 'a', 'shop')).toBe(false);
  });

  it('watches changes and ends with its signal', async () => {
    const ending = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      const options = { namespace: 'shop', resourceVersion: '0', signal: ending.signal };
      for await (const event of kube.watch(KubeKinds.Secret, options)) {
        if ('object' in event) seen.push(`${event.type} ${event.object.kind} ${event.object.metadata.name}`);
        if (seen.length === 2) ending.abort();
      }
    })();
    while (cluster.watchCount() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    cluster.put(secret('a'));
    cluster.drop('Secret', 'a');
    await watching;
    expect(seen).toEqual(['ADDED Secret a', 'DELETED Secret a']);
  });

  it('reads the last lines of a log', async () => {
    cluster.podLogs['web-x/app'] = ['one', 'two', 'three'];
    const options = { namespace: 'shop', pod: 'web-x', container: 'app', previous: false, tailLines: 2 };
    expect(await kube.logs(options)).toEqual(['two', 'three']);
  });

  it('streams a log from its first line or from the last few, and nothing of a pod that is gone', async () => {
    cluster.podLogs['web-x/app'] = ['2026-01-01T00:00:01Z one', '2026-01-01T00:00:02Z two'];
    const stream = async (pod: string, tailLines?: number) => {
      const lines: string[] = [];
      const options = { namespace: 'shop', pod, container: 'app', ...(tailLines === undefined ? {} : { tailLines }) };
      for await (const line of kube.streamLogs(options)) lines.push(line);
      return lines;
    };
    expect(await stream('web-x')).toEqual(['2026-01-01T00:00:01Z one', '2026-01-01T00:00:02Z two']);
    expect(await stream('web-x', 1)).toEqual(['2026-01-01T00:00:02Z two']);
    expect(await stream('gone')).toEqual([]);
  });

  it('says which version the server has, and how far its clock is ahead', async () => {
    const { version, clockAheadMs = Number.NaN } = await kube.serverInfo();
    expect(version).toBe('v1.36.2');
    expect(Math.abs(clockAheadMs)).toBeLessThan(5000);
  });

  it('finds no port of a pod that is gone', async () => {
    const opened = kube.openPort({ namespace: 'shop', pod: 'gone', port: 5000 });
    await expect(opened).rejects.toMatchObject({ code: 'PodNotFound' });
  });
});

describe('createKubeClient', () => {
  let server: FakeApiServer;
  beforeEach(async () => void (server = await startFakeApiServer(createFakeKube())));
  afterEach(() => server.close());
  const list = (path: string) => createKubeClient({ kubeconfig: path }).list(KubeKinds.Secret, { namespace: 'shop' });

  it.each<[number, object, string]>([
    [403, { message: 'secrets is forbidden: User "x" cannot list resource "secrets"' }, 'Forbidden'],
    [422, { message: 'spec: Invalid value' }, 'ManifestRefused'],
    [404, {}, 'none'],
  ])('takes an answer %s for what it means', async (statusCode, body, code) => {
    server.failNext(statusCode, body);
    const ended = await list(kubeconfig(server.url)).then(() => 'none', (error: { code: string }) => error.code); // prettier-ignore
    expect(ended).toBe(code);
  });

  it('asks again once with fresh credentials, then says that they have expired', async () => {
    server.failNext(401);
    await expect(list(kubeconfig(server.url))).resolves.toBeDefined();
    server.failNext(401);
    server.failNext(401);
    await expect(list(kubeconfig(server.url))).rejects.toMatchObject({ code: 'CredentialsExpired' });
  });

  it('asks again when the server is overloaded', async () => {
    server.failNext(503);
    await expect(list(kubeconfig(server.url))).resolves.toBeDefined();
  });

  it('lets a program give the token', async () => {
    const credential = JSON.stringify({ status: { token: 'from-a-program' } });
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', `process.stdout.write('${credential}')`],
    };
    await list(kubeconfig(server.url, { exec }));
    expect(server.lastAuthorization()).toBe('Bearer from-a-program');
  });

  it('says which server does not answer, within seconds', async () => {
    const path = kubeconfig('http://127.0.0.1:9');
    await expect(list(path)).rejects.toMatchObject({
      code: 'ApiUnreachable',
      details: { server: 'http://127.0.0.1:9' },
    });
  });

  it.each([
    [{ kubeconfig: join(dir, 'nowhere') }, 'KubeconfigMissing'],
    [{ context: 'elsewhere' }, 'ContextMissing'],
  ])('refuses %j as %s', async (options, code) => {
    const client = createKubeClient({ kubeconfig: kubeconfig(server.url), ...options });
    await expect(client.list(KubeKinds.Secret)).rejects.toMatchObject({ code });
  });
});
