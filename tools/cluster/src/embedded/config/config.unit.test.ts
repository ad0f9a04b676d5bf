import { parse } from 'yaml';
import { toClusterPaths } from '../../cluster-paths.ts';
import { toFelixEnv } from '../network/calico-config.ts';
import { toContainerdFiles } from './containerd-config.ts';
import { toApiServerArgs, toEtcdArgs, toKubeletArgs } from './control-plane-args.ts';
import { toCorefile, toUpstreams } from './coredns-config.ts';
import { toKubeProxyConfig } from './kube-proxy-config.ts';
import { toKubeconfig } from './kubeconfig.ts';
import { toKubeletConfig } from './kubelet-config.ts';
import { toLocalPathArgs, toLocalPathFiles } from './local-path-config.ts';
import { toRegistryConfig } from './registry-config.ts';
import { toTraefikArgs, toTraefikTls } from './traefik-config.ts';

const paths = toClusterPaths('local', { SLIPWAY_STATE_DIR: '/s' });
const ROOT = '/s/clusters/local';

describe('toContainerdFiles', () => {
  const files = (configVersion: 2 | 3) =>
    toContainerdFiles({
      paths,
      cniBin: '/t/cni',
      network: 'bridge',
      pauseImage: '127.0.0.1:5050/slipway/pause:1',
      configVersion,
    });

  it('keeps root, state and socket of its own', () => {
    const toml = files(2)[0]?.content ?? '';
    expect(toml).toContain('version = 2\n');
    expect(toml).toContain(`root = "${ROOT}/data/containerd"`);
    expect(toml).toContain(`state = "${ROOT}/run/containerd"`);
    expect(toml).toContain(`address = "${ROOT}/run/containerd.sock"`);
    expect(toml).toContain('sandbox_image = "127.0.0.1:5050/slipway/pause:1"');
    expect(toml).toContain('restrict_oom_score_adj = true');
    expect(toml).toContain('bin_dir = "/t/cni"');
  });

  it('speaks the language of containerd 2', () => {
    const toml = files(3)[0]?.content ?? '';
    expect(toml).toContain(
      '[plugins."io.containerd.cri.v1.images".pinned_images]\nsandbox = "127.0.0.1:5050/slipway/pause:1"',
    );
    expect(toml).toContain('bin_dirs = ["/t/cni"]');
    expect(toml).not.toContain('io.containerd.grpc.v1.cri');
  });

  it('reaches the loopback registry, and that alone, over plain HTTP', () => {
    expect(files(2)[1]).toEqual({
      path: `${ROOT}/config/containerd/certs.d/127.0.0.1:5050/hosts.toml`,
      content:
        'server = "http://127.0.0.1:5050"\n\n[host."http://127.0.0.1:5050"]\ncapabilities = ["pull", "resolve"]\n',
    });
  });

  it('gives the pod network a bridge, a name and a lease folder of its own', () => {
    const conflist = JSON.parse(files(2)[2]?.content ?? '');
    expect(conflist.name).toBe(paths.cgroup);
    expect(conflist.plugins.map(({ type }: { type: string }) => type)).toEqual(['bridge', 'portmap', 'firewall']);
    expect(conflist.plugins[0]).toMatchObject({
      bridge: 'slipway0',
      ipam: { dataDir: `${ROOT}/data/cni`, ranges: [[{ subnet: '10.244.0.0/24' }]] },
    });
  });
});

describe('toContainerdFiles with enforced policies', () => {
  const files = toContainerdFiles({ paths, cniBin: '/c', network: 'calico', pauseImage: 'pause', configVersion: 2 });
  const { name, plugins } = JSON.parse(files[2]?.content ?? '');

  it('gives pods to Calico under the same name and leases, so that a change of the network gives addresses back', () => {
    expect(files[2]?.path).toBe(`${ROOT}/config/containerd/cni/10-slipway.conflist`);
    expect(name).toBe(paths.cgroup);
    expect(plugins.map(({ type }: { type: string }) => type)).toEqual(['calico', 'portmap']);
    expect(plugins[0].ipam).toEqual({
      type: 'host-local',
      dataDir: `${ROOT}/data/cni`,
      ranges: [[{ subnet: '10.244.0.0/24' }]],
    });
    expect(plugins[0].kubernetes).toEqual({ kubeconfig: `${ROOT}/config/calico-cni.kubeconfig` });
    expect(plugins[0].nodename_file_optional).toBe(true);
  });

  it('holds a pod back until felix has its policies, at the place felix tells it', () => {
    expect(plugins[0]).toMatchObject({
      policy_setup_timeout_seconds: 5,
      endpoint_status_dir: `${toFelixEnv(paths)['FELIX_ENDPOINTSTATUSPATHPREFIX']}/endpoint-status`,
    });
  });

  it('logs below the cluster alone', () => {
    expect(plugins[0].log_file_path).toBe(`${ROOT}/logs/calico-cni.log`);
    expect(toFelixEnv(paths)['FELIX_LOGFILEPATH']).toBe('none');
  });
});

describe('toFelixEnv', () => {
  it('enforces policies and does nothing else on the machine', () => {
    const env = toFelixEnv(paths);
    for (const name of [
      'IPV6SUPPORT',
      'IPINIPENABLED',
      'VXLANENABLED',
      'BPFENABLED',
      'XDPENABLED',
      'USAGEREPORTINGENABLED',
    ])
      expect(env[`FELIX_${name}`]).toBe('false');
    expect(env['FELIX_DEFAULTENDPOINTTOHOSTACTION']).toBe('ACCEPT');
  });
  it('answers for its health on loopback, as itself', () => {
    expect(toFelixEnv(paths)).toMatchObject({
      FELIX_HEALTHHOST: '127.0.0.1',
      FELIX_HEALTHPORT: '9099',
      KUBECONFIG: `${ROOT}/config/calico-felix.kubeconfig`,
    });
  });
});

describe('arguments', () => {
  it('bind etcd to loopback behind client certificates', () => {
    const args = toEtcdArgs(paths);
    expect(args.filter((arg) => /listen-.*-urls/.test(arg))).toEqual([
      '--listen-client-urls=https://127.0.0.1:2379',
      '--listen-peer-urls=https://127.0.0.1:2380',
    ]);
    expect(args).toContain('--client-cert-auth=true');
    expect(args).toContain('--peer-client-cert-auth=true');
    expect(args.join()).not.toContain('no-fsync');
  });

  it('bind the API server to the node address and let nobody in without a name', () => {
    const args = toApiServerArgs(paths);
    expect(args).toContain('--bind-address=172.31.255.1');
    expect(args).toContain('--anonymous-auth=false');
    expect(args).toContain('--authorization-mode=Node,RBAC');
  });

  it("tell cAdvisor in the kubelet where containerd's socket is", () => {
    expect(toKubeletArgs(paths)).toContain(`--containerd=${ROOT}/run/containerd.sock`);
  });

  it('bind the ingress to loopback', () => {
    const addresses = toTraefikArgs(paths).filter((arg) => /entrypoints\.web.*address/.test(arg));
    expect(addresses).toEqual([
      '--entrypoints.web.address=127.0.0.1:8080',
      '--entrypoints.websecure.address=127.0.0.1:8443',
    ]);
  });

  it('point the provisioner at its own files and image', () => {
    const args = toLocalPathArgs(paths);
    const [config, pod] = toLocalPathFiles(paths);
    expect(args).toEqual(expect.arrayContaining([config?.path, pod?.path, '127.0.0.1:5050/slipway/busybox:1']));
    expect(JSON.parse(config?.content ?? '').nodePathMap[0].paths).toEqual([`${ROOT}/data/volumes`]);
  });
});

describe('configuration files', () => {
  it('let the kubelet run below our own control group, on the node address, with nobody anonymous', () => {
    expect(parse(toKubeletConfig({ paths, maxOpenFiles: 4096 }))).toMatchObject({
      address: '172.31.255.1',
      readOnlyPort: 0,
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
      cgroupRoot: `/${paths.cgroup}`,
      failCgroupV1: false,
      maxOpenFiles: 4096,
      clusterDNS: ['10.96.0.10'],
    });
  });

  it('let the kubelet take up changed Secrets within seconds', () => {
    expect(parse(toKubeletConfig({ paths, maxOpenFiles: 4096 }))).toMatchObject({ syncFrequency: '10s' });
  });

  it('keep NodePorts on loopback and leave the limits of conntrack alone', () => {
    expect(parse(toKubeProxyConfig(paths))).toMatchObject({
      mode: 'iptables',
      nodePortAddresses: ['127.0.0.0/8'],
      conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    });
  });

  it('keep the registry on loopback', () => {
    expect(parse(toRegistryConfig(paths)).http).toEqual({ addr: '127.0.0.1:5050' });
  });

  it('embed everything in a kubeconfig', () => {
    const config = parse(toKubeconfig({ user: 'admin', ca: 'CA', cert: 'CERT', key: 'KEY' }));
    expect(config['current-context']).toBe('slipway-local');
    expect(config.clusters[0].cluster).toEqual({
      server: 'https://172.31.255.1:6443',
      'certificate-authority-data': 'Q0E=',
    });
    expect(config.users[0].user).toEqual({ 'client-certificate-data': 'Q0VSVA==', 'client-key-data': 'S0VZ' });
    expect(config.contexts).toEqual([{ name: 'slipway-local', context: { cluster: 'slipway-local', user: 'admin' } }]);
  });

  it('name the namespace of commands that name none', () => {
    const credentials = { user: 'admin', ca: 'CA', cert: 'CERT', key: 'KEY' };
    const config = parse(toKubeconfig(credentials, { namespace: 'shop' }));
    expect(config.contexts[0].context.namespace).toBe('shop');
  });

  it('give Traefik the pair for hosts without a secret', () => {
    const pair = { certFile: 'CERT', keyFile: 'KEY' };
    expect(parse(toTraefikTls({ cert: 'CERT', key: 'KEY' })).tls).toEqual({
      certificates: [pair],
      stores: { default: { defaultCertificate: pair } },
    });
  });
});

describe('toCorefile', () => {
  it('holds a state folder with blanks in its name', () => {
    const blank = toClusterPaths('local', { SLIPWAY_STATE_DIR: '/my state' });
    expect(toCorefile(blank, [])).toContain('kubeconfig "/my state/clusters/local/config/coredns.kubeconfig"');
  });

  it('asks the machine its own name servers for names outside the cluster', () => {
    expect(toCorefile(paths, ['192.0.2.53', '192.0.2.54'])).toContain('    forward . 192.0.2.53 192.0.2.54\n');
  });
  it('asks nobody where the machine has no name server', () => {
    expect(toCorefile(paths, [])).not.toContain('forward');
  });
});

describe('toUpstreams', () => {
  it('reads name servers and leaves out comments, our own address and link-local zones', () => {
    const text =
      '# nameserver 1.1.1.1\nnameserver 127.0.0.53\n  nameserver 192.0.2.53\nnameserver 172.31.255.1\nnameserver fe80::1%eth0\nsearch x\n';
    expect(toUpstreams(text)).toEqual(['127.0.0.53', '192.0.2.53']);
  });
});
