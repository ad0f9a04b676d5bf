import { once } from 'node:events';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Folder } from './__fixtures__/a-folder.ts';
import { aFolder } from './__fixtures__/a-folder.ts';
import { issueCertificate } from './__fixtures__/issue-certificate.ts';
import { killPrograms, runProgram } from './__fixtures__/run-program.ts';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

let server: Server;
let folder: Folder;
let ca: string;
beforeAll(async () => {
  folder = aFolder();
  const { cert, key } = await issueCertificate('backend-api.localhost');
  ca = folder.file('ca.crt', cert);
  server = createServer({ cert, key }, (_req, res) => res.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  killPrograms();
  server.close();
  server.closeAllConnections();
  folder.remove();
});

async function check(host: string, env: NodeJS.ProcessEnv): Promise<object> {
  const url = `https://${host}:${(server.address() as AddressInfo).port}/`;
  const { code, stdout } = await runProgram(['--json'], { ...folder.env, TARGETS: JSON.stringify([{ url }]), ...env });
  const { targets } = JSON.parse(stdout) as { targets: { failure?: { code: string } }[] };
  return { code, failure: targets[0]?.failure?.code };
}

describe('https', () => {
  it('trusts a certificate authority of its own when it is named', async () => {
    expect(await check('backend-api.localhost', { NODE_EXTRA_CA_CERTS: ca })).toEqual({ code: 0, failure: undefined });
  });

  it.each([
    ['a certificate that nobody vouches for', 'backend-api.localhost', {}],
    ['one, also where Node is told to', 'backend-api.localhost', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ])('does not trust %s', async (_title, host, env) => {
    expect(await check(host, env)).toEqual({ code: 1, failure: 'TlsInvalid' });
  });

  it('does not trust a certificate for another name', async () => {
    expect(await check('data-api.localhost', { NODE_EXTRA_CA_CERTS: ca })).toEqual({ code: 1, failure: 'TlsInvalid' });
  });
});
