import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toClusterPaths } from '../../cluster-paths.ts';
import { ensureCniFolder } from './cni-folder.ts';

describe('ensureCniFolder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-cni-'));
  const paths = toClusterPaths('local', { SLIPWAY_STATE_DIR: folder });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const tools = (version: string) => ({
    root: (name: string) => `/cache/${name}`,
    path: (program: string) => `/cache/calico/${version}/${program}`,
  });

  it("is the package's own where one package has all plugins", async () => {
    expect(await ensureCniFolder(paths, tools('1'), 'bridge')).toBe('/cache/node-packages/usr/lib/cni');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leads to the plugins of both tools, and follows a new version of one', async () => {
    await ensureCniFolder(paths, tools('1'), 'calico');
    const made = await ensureCniFolder(paths, tools('2'), 'calico');
    expect(Object.fromEntries(readdirSync(made).map((name) => [name, readlinkSync(join(made, name))]))).toEqual({
      calico: '/cache/calico/2/calico',
      'host-local': '/cache/node-packages/usr/lib/cni/host-local',
      loopback: '/cache/node-packages/usr/lib/cni/loopback',
      portmap: '/cache/node-packages/usr/lib/cni/portmap',
    });
  });
});
