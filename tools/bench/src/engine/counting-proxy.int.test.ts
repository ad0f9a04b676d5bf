import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCountingProxy } from './counting-proxy.ts';

describe('startCountingProxy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-proxy-'));
  let server: https.Server;
  let seen: string[];

  beforeAll(async () => {
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile, '-out', certFile, '-days', '1', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' }); // prettier-ignore
    seen = [];
    server = https.createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, (request, response) => {
      seen.push(`${request.method} ${request.url}`);
      if (!request.url?.includes('watch')) return void response.end('{}');
      response.write('{"type":"ADDED"}\n'); // And goes on.
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('counts reads, writes, watches and questions for what they are', async () => {
    const [key, cert] = [readFileSync(join(folder, 'key.pem')), readFileSync(join(folder, 'cert.pem'))];
    const { port } = server.address() as AddressInfo;
    const proxy = await startCountingProxy({ server: `https://127.0.0.1:${port}`, ca: cert, cert, key });
    try {
      await fetch(`${proxy.url}/api/v1/pods`);
      await fetch(`${proxy.url}/api/v1/pods`, { method: 'POST', body: '{}' });
      await fetch(`${proxy.url}/api/v1/pods?dryRun=All`, { method: 'POST', body: '{}' });
      const watch = await fetch(`${proxy.url}/api/v1/pods?watch=true`);
      const { value } = (await watch.body?.getReader().read()) ?? {};

      expect(Buffer.from(value ?? []).toString()).toBe('{"type":"ADDED"}\n');
      expect(proxy.take()).toEqual({ requests: 4, writes: 1 });
      expect(proxy.take()).toEqual({ requests: 0, writes: 0 });
      expect(seen[1]).toBe('POST /api/v1/pods');
    } finally {
      await proxy.close();
    }
  });
});
