import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeKinds } from '@slipway/contracts';
import { createKubeClient } from './kube-client.ts';

const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l', namespace: 'shop' } };

describe('a write while the API server restarts', () => {
  const dir = mkdtempSync(join(tmpdir(), 'write-again-'));
  const written: string[] = [];
  let server: Server;

  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      server = createServer((request, response) => {
        if (request.method !== 'GET') written.push(`${request.method} ${request.url}`);
        response.setHeader('connection', 'close').end(JSON.stringify(lease));
      }).listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const close = () => new Promise((resolve) => server.close(resolve));

  afterAll(async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('is sent again when the connection was refused, and once only', async () => {
    const port = await listen(0);
    const kubeconfig = join(dir, 'config');
    const cluster = { name: 't', cluster: { server: `http://127.0.0.1:${port}` } };
    const context = { name: 't', context: { cluster: 't', user: 't' } };
    writeFileSync(kubeconfig, JSON.stringify({ 'current-context': 't', clusters: [cluster], contexts: [context], users: [{ name: 't', user: { token: 'x' } }] })); // prettier-ignore
    const kube = createKubeClient({ kubeconfig });
    await kube.get(KubeKinds.Lease, 'l', 'shop');
    await close();
    const replacing = kube.replace(KubeKinds.Lease, lease);
    const wasRefused = await Promise.race([replacing.then(() => false), new Promise((resolve) => setTimeout(resolve, 100, true))]); // prettier-ignore
    await listen(port);
    await replacing;
    expect([wasRefused, written]).toEqual([true, ['PUT /apis/coordination.k8s.io/v1/namespaces/shop/leases/l']]);
    await close();
  });

  it('is not sent to a server that never answered', async () => {
    const kubeconfig = join(dir, 'nowhere');
    const port = await listen(0).then(async (free) => (await close(), free));
    const cluster = { name: 't', cluster: { server: `http://127.0.0.1:${port}` } };
    const context = { name: 't', context: { cluster: 't', user: 't' } };
    writeFileSync(kubeconfig, JSON.stringify({ 'current-context': 't', clusters: [cluster], contexts: [context], users: [{ name: 't', user: { token: 'x' } }] })); // prettier-ignore
    const kube = createKubeClient({ kubeconfig });
    await expect(kube.replace(KubeKinds.Lease, lease)).rejects.toMatchObject({ code: 'ApiUnreachable' });
    await listen(0);
  });
});
