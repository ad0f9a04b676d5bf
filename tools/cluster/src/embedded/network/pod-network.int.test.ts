import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toClusterPaths } from '../../cluster-paths.ts';
import { choosePodNetwork, readPodNetwork, writePodNetwork } from './pod-network.ts';

describe('the note of the pod network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-network-'));
  const paths = toClusterPaths('local', { SLIPWAY_STATE_DIR: folder });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is the bridge for a cluster that knows of none, and then what was written last', async () => {
    expect(await readPodNetwork(paths)).toBe('bridge');
    await writePodNetwork(paths, 'calico');
    expect(await readPodNetwork(paths)).toBe('calico');
    await writePodNetwork(paths, 'bridge');
    expect(await readPodNetwork(paths)).toBe('bridge');
  });
});

describe('choosePodNetwork', () => {
  it.each([
    ['keeps the bridge', undefined, 'bridge', 'bridge'],
    ['keeps Calico', undefined, 'calico', 'calico'],
    ['enforces policies when asked to', true, 'bridge', 'calico'],
    ['stops enforcing them when asked to', false, 'calico', 'bridge'],
  ] as const)('%s', (_title, asked, recorded, expected) => {
    expect(choosePodNetwork(asked, recorded)).toBe(expected);
  });
});
