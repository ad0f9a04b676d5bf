import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Toolset } from '@slipway/toolchain';
import { toClusterPaths } from '../../cluster-paths.ts';
import { changePodNetwork } from './change-pod-network.ts';
import type { PodNetwork } from './pod-network.ts';
import { readPodNetwork } from './pod-network.ts';

describe('changePodNetwork', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-change-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** `ipset` is the program that is run in its place. */
  const change = async (network: PodNetwork, ipset: 'true' | 'false') => {
    const paths = toClusterPaths('local', { SLIPWAY_STATE_DIR: folder });
    const unused = () => Promise.reject(new Error('no tool is asked for'));
    const tools: Toolset = { path: () => ipset, root: () => '', version: () => '', env: process.env };
    await changePodNetwork({ paths, tools: { ensure: unused, find: unused } }, network, tools);
    return readPodNetwork(paths);
  };

  it('notes what a new cluster is to have', async () => {
    expect(await change('calico', 'true')).toBe('calico');
    expect(await change('bridge', 'false')).toBe('bridge');
  });

  it('refuses a kernel without sets of addresses and changes nothing', async () => {
    await expect(change('calico', 'false')).rejects.toMatchObject({ code: 'NetworkPolicyUnavailable' });
    expect(existsSync(join(folder, 'clusters'))).toBe(false);
  });

  it('has nothing to do, and asks for nothing, where the cluster has it', async () => {
    expect(await change('bridge', 'false')).toBe('bridge');
    expect(existsSync(join(folder, 'clusters'))).toBe(false);
  });
});
