import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { REGISTRY } from '../../names.ts';
import { toBridgeConflist } from '../network/bridge-config.ts';
import { toCalicoConflist } from '../network/calico-config.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import type { TextFile } from './text-file.ts';

/** What containerd's configuration depends on beyond the paths. */
export interface ContainerdOptions {
  paths: ClusterPaths;
  /** Folder of the CNI plugins. */
  cniBin: string;
  /** What connects the pods. */
  network: PodNetwork;
  pauseImage: string;
  /** 2 for containerd 1.x, 3 for 2.x. */
  configVersion: 2 | 3;
}

/**
 * Configuration of the cluster's own containerd with its registry hosts and pod network.
 * `restrict_oom_score_adj`: without CAP_SYS_RESOURCE runc may not lower the score, and every sandbox would die.
 * `netns_mounts_under_state_dir`: nothing of ours below /run/netns.
 */
export function toContainerdFiles(options: ContainerdOptions): TextFile[] {
  const { paths, network } = options;
  const conflist = network === 'calico' ? toCalicoConflist(paths) : toBridgeConflist(paths);
  const folder = join(paths.config, 'containerd');
  const cni = join(folder, 'cni');
  const certs = join(folder, 'certs.d');
  return [
    { path: join(folder, 'config.toml'), content: toToml(options, cni, certs) },
    { path: join(certs, REGISTRY, 'hosts.toml'), content: HOSTS_TOML },
    { path: join(cni, '10-slipway.conflist'), content: `${JSON.stringify(conflist, null, 2)}\n` },
  ];
}

function toToml({ paths, cniBin, pauseImage, configVersion }: ContainerdOptions, cni: string, certs: string): string {
  const q = JSON.stringify;
  const top = [
    `version = ${configVersion}`,
    `root = ${q(join(paths.data, 'containerd'))}`,
    `state = ${q(join(paths.run, 'containerd'))}`,
    'oom_score = 0',
    '',
    '[grpc]',
    `address = ${q(paths.containerdSocket)}`,
    '',
  ];
  const runc = (plugin: string) => [
    `[plugins.${q(plugin)}.containerd]`,
    ...(configVersion === 2 ? ['snapshotter = "overlayfs"'] : []),
    'default_runtime_name = "runc"',
    `[plugins.${q(plugin)}.containerd.runtimes.runc]`,
    'runtime_type = "io.containerd.runc.v2"',
    `[plugins.${q(plugin)}.containerd.runtimes.runc.options]`,
    'SystemdCgroup = false',
    `[plugins.${q(plugin)}.cni]`,
    configVersion === 2 ? `bin_dir = ${q(cniBin)}` : `bin_dirs = [${q(cniBin)}]`,
    `conf_dir = ${q(cni)}`,
  ];
  const limits = [
    'restrict_oom_score_adj = true',
    'tolerate_missing_hugetlb_controller = true',
    'netns_mounts_under_state_dir = true',
  ];
  if (configVersion === 2) {
    const plugin = 'io.containerd.grpc.v1.cri';
    const registry = [`[plugins.${q(plugin)}.registry]`, `config_path = ${q(certs)}`];
    const body = [
      `[plugins.${q(plugin)}]`,
      `sandbox_image = ${q(pauseImage)}`,
      ...limits,
      ...runc(plugin),
      ...registry,
    ];
    return [...top, ...body, ''].join('\n');
  }
  const images = 'io.containerd.cri.v1.images';
  const runtime = 'io.containerd.cri.v1.runtime';
  return [
    ...top,
    `[plugins.${q(images)}]`,
    'snapshotter = "overlayfs"',
    `[plugins.${q(images)}.pinned_images]`,
    `sandbox = ${q(pauseImage)}`,
    `[plugins.${q(images)}.registry]`,
    `config_path = ${q(certs)}`,
    `[plugins.${q(runtime)}]`,
    ...limits,
    ...runc(runtime),
    '',
  ].join('\n');
}

const HOSTS_TOML = [
  `server = "http://${REGISTRY}"`,
  '',
  `[host."http://${REGISTRY}"]`,
  'capabilities = ["pull", "resolve"]',
  '',
].join('\n');
