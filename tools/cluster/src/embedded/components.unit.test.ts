import { toClusterPaths } from '../cluster-paths.ts';
import { toComponents } from './components.ts';
import type { Stage } from './components.ts';
import { STAGE_TOOLS, toPrograms, toPullEnv } from './toolset.ts';

const paths = toClusterPaths('local', { SLIPWAY_STATE_DIR: '/s' });
const programs = { path: (program: string) => `/bin/${program}`, env: { PATH: '/bin' }, pullEnv: { HTTPS_PROXY: 'p' } };
const ALL = Object.keys(STAGE_TOOLS) as Stage[];

describe('toComponents', () => {
  it('names only components that exist in "after", so that nothing waits for ever', () => {
    const components = toComponents(paths, programs, ALL);
    const names = components.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { after } of components) for (const name of after) expect(names).toContain(name);
  });

  it('starts the control plane in order', () => {
    const after = Object.fromEntries(toComponents(paths, programs, ['node']).map(({ name, after }) => [name, after]));
    expect(after['kube-apiserver']).toEqual(['etcd']);
    expect(after['kube-controller-manager']).toEqual(['kube-apiserver']);
    expect(after['kubelet']).toEqual(['kube-apiserver', 'containerd', 'registry']);
  });

  it('asks for no program of a stage that is not wanted', () => {
    const asked: string[] = [];
    const path = (program: string) => `/bin/${asked.push(program)}`;
    toComponents(paths, { ...programs, path }, ['node', 'dns']);
    expect(asked).toContain('coredns');
    expect(asked).not.toContain('traefik');
    expect(asked).not.toContain('metrics-server');
  });

  it('asks policies first: their program puts its chains before those of kube-proxy', () => {
    const felix = toComponents(paths, programs, ALL).find(({ name }) => name === 'calico-felix');
    expect(felix?.after).toEqual(['kube-proxy']);
    expect(toComponents(paths, programs, ['node']).map(({ name }) => name)).not.toContain('calico-felix');
  });

  it('gives proxies to containerd alone', () => {
    const proxied = toComponents(paths, programs, ALL).filter(({ env }) => env['HTTPS_PROXY']);
    expect(proxied.map(({ name }) => name)).toEqual(['containerd']);
  });

  it('adds add-ons without changing what is there, so that nothing is started anew', () => {
    const few = toComponents(paths, programs, ['node', 'dns']);
    const all = toComponents(paths, programs, ALL);
    for (const component of few) expect(all).toContainEqual(component);
    expect(all.length - few.length).toBe(4);
  });
});

describe('toPrograms', () => {
  const tools = (path: string) => ({
    path: (program: string) => program,
    root: () => '/cache/node',
    env: { PATH: path, LD_LIBRARY_PATH: '/cache/node/usr/lib:/opt/lib', XTABLES_LIBDIR: '/cache/node/x', TOKEN: 't' },
  });

  it("takes nothing of the caller's environment", () => {
    const { env } = toPrograms(tools('/cache/node/usr/bin:/home/me/bin:/cache/node-other/bin'));
    expect(env).toEqual({
      HOME: '/root',
      LANG: 'C.UTF-8',
      PATH: '/cache/node/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LD_LIBRARY_PATH: '/cache/node/usr/lib',
      XTABLES_LIBDIR: '/cache/node/x',
    });
  });
});

describe('toPullEnv', () => {
  it('takes proxies in either case and keeps the cluster itself out of them', () => {
    expect(toPullEnv({ https_proxy: 'http://proxy:3128', NO_PROXY: 'corp.example', TOKEN: 't' })).toEqual({
      HTTPS_PROXY: 'http://proxy:3128',
      NO_PROXY: 'corp.example,localhost,127.0.0.0/8,172.31.255.1,10.96.0.0/16,10.244.0.0/16,.cluster.local,.svc',
    });
  });
  it('is empty without proxies', () => {
    expect(toPullEnv({ NO_PROXY: 'x', PATH: '/bin' })).toEqual({});
  });
});
