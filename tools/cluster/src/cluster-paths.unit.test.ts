import { toClusterPaths, toStateDir } from './cluster-paths.ts';

describe('toStateDir', () => {
  it.each([
    [{ SLIPWAY_STATE_DIR: '/s', XDG_STATE_HOME: '/x', HOME: '/h' }, '/s'],
    [{ XDG_STATE_HOME: '/x', HOME: '/h' }, '/x/slipway'],
    [{ HOME: '/h' }, '/h/.local/state/slipway'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/h' }, '/h/.local/state/slipway'],
  ])('reads %j', (env, expected) => {
    expect(toStateDir(env)).toBe(expected);
  });
});

describe('toClusterPaths', () => {
  it('keeps everything of a cluster in one folder', () => {
    const { name, cgroup, ...paths } = toClusterPaths(undefined, { SLIPWAY_STATE_DIR: '/s' });
    expect(name).toBe('local');
    expect(cgroup).toMatch(/^slipway-local-[0-9a-f]{8}$/);
    for (const path of Object.values(paths)) expect(path.startsWith('/s/clusters/local')).toBe(true);
  });

  it('gives clusters in different state folders different control groups', () => {
    const one = toClusterPaths('local', { SLIPWAY_STATE_DIR: '/one' });
    const other = toClusterPaths('local', { SLIPWAY_STATE_DIR: '/other' });
    expect(one.cgroup).not.toBe(other.cgroup);
  });
});
