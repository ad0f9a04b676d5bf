import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, checkPlatform, checkPorts, checkRoom } from './check-machine.ts';
import { checkTools } from './check-tools.ts';
import { checkCatalog } from './check-workspace.ts';

describe('the machine', () => {
  it.each([
    ['24.21.0', 'good'],
    ['20.20.2', 'bad'],
  ])('Node %s is %s', (version, state) => expect(checkNode(version).state).toBe(state));

  it.each([
    ['linux', 0, 'good'],
    ['linux', 1000, 'warning'],
    ['darwin', 501, 'warning'],
  ])('%s as user %i is %s', (platform, uid, state) => expect(checkPlatform(platform, uid).state).toBe(state));

  it('looks at the nearest folder that exists for room', async () => {
    const { name, message } = await checkRoom('disk', join(tmpdir(), 'not', 'there'));
    expect(name).toBe('disk');
    expect(message).toContain(`free at ${tmpdir()}`);
  });

  it('names a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await checkPorts([port])).toMatchObject({ state: 'bad', message: `${port} on 127.0.0.1 taken.` });
    server.close();
    await once(server, 'close');
    expect((await checkPorts([port])).state).toBe('good');
  });
});

describe('the tools', () => {
  it('asks for Go only when something must be built', async () => {
    const helm = { name: 'helm', version: '4', kind: 'go' as const };
    const there = await checkTools([{ ...helm, state: 'cached', path: '/x' }], {});
    expect(there).toMatchObject([{ name: 'tools', state: 'good' }]);
    const missing = await checkTools([{ ...helm, state: 'missing' }], { PATH: '/nowhere' });
    expect(missing).toMatchObject([
      { name: 'tools', state: 'warning', message: 'not there yet: helm.' },
      { name: 'go', state: 'bad' },
    ]);
  });
});

describe('the workspace', () => {
  const facts = { isLibrary: false, after: [] as string[], isDefault: true, localDependencies: [] };
  const api = { dir: 'deploy/charts/api', project: { name: 'api', root: 'apps/api' }, facts };
  const catalog = { projects: [api.project], charts: [api], dockerRoots: ['apps/api'], environments: [] };

  it('is good when every chart and Dockerfile has its project', () => {
    expect(checkCatalog(catalog, ['apps/api/Dockerfile', 'deploy/images/node/Dockerfile'])).toMatchObject([
      { state: 'good' },
    ]);
  });

  it.each([
    [
      'a chart without a project',
      { ...catalog, charts: [{ dir: 'deploy/charts/ghost', facts }] },
      [],
      'belongs to no project',
    ],
    ['a wrong order', { ...catalog, charts: [{ ...api, facts: { ...facts, after: ['x'] } }] }, [], 'comes after "x"'],
    ['a broken chart', { ...catalog, charts: [{ ...api, facts: { ...facts, fault: 'bad' } }] }, [], 'Chart.yaml: bad.'],
    ['a stray Dockerfile', catalog, ['tool/Dockerfile'], 'lies beside no project'],
  ])('says the fix for %s', (_title, value, files, message) => {
    const findings = checkCatalog(value, files);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(message);
    expect(findings[0]?.fix).toBeTruthy();
  });
});
