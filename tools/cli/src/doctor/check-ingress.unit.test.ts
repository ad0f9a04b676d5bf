import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeKube } from '@slipway/testing';
import { checkIngress } from './check-ingress.ts';

const { signal } = new AbortController();

describe('checkIngress', () => {
  it('asks where the provider says that its ingress answers', async () => {
    const hosts: string[] = [];
    const server = createServer(({ headers }, response) => {
      hosts.push(headers.host ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const spec = { rules: [{ host: 'api.localhost' }] };
    const kube = createFakeKube([
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'api', namespace: 'shop' }, spec },
    ]);
    const findings = await checkIngress(kube, ['shop'], { local: `http://*.localhost:${port}`, signal });
    expect(findings).toMatchObject([{ state: 'good', message: 'answers for api.localhost (200)' }]);
    expect(hosts).toEqual([`api.localhost:${port}`]);
    server.close();
  });
});
