import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterPaths } from '../cluster-paths.ts';
import { toContainerdFiles } from './config/containerd-config.ts';
import { toCorefile, toUpstreams } from './config/coredns-config.ts';
import { toKubeProxyConfig } from './config/kube-proxy-config.ts';
import { toKubeconfig } from './config/kubeconfig.ts';
import { toKubeletConfig } from './config/kubelet-config.ts';
import { toLocalPathFiles } from './config/local-path-config.ts';
import { toRegistryConfig } from './config/registry-config.ts';
import { PAUSE_IMAGE } from './images/image-names.ts';
import type { PodNetwork } from './network/pod-network.ts';
import { KUBECONFIG_USERS } from './pki/pki-layout.ts';
import { writeFiles } from './write-files.ts';

/** Facts beside the paths that the configuration depends on. */
export interface ConfigurationFacts {
  cniBin: string;
  network: PodNetwork;
  containerdMajor: number;
  maxOpenFiles: number;
  /** Text of the machine's resolv.conf. */
  resolvConf: string;
  /** Namespace of people's commands that name none. */
  namespace: string | undefined;
}

/**
 * Writes every configuration file and kubeconfig of the cluster. Answers the paths that changed and that
 * a component reads only when it starts.
 */
export async function writeConfiguration(paths: ClusterPaths, facts: ConfigurationFacts): Promise<string[]> {
  const read = (file: string) => readFile(join(paths.pki, file), 'utf8');
  const ca = await read('ca.crt');
  const kubeconfigOf = async (user: string, namespace?: string) => {
    const credentials = { user, ca, cert: await read(`${user}.crt`), key: await read(`${user}.key`) };
    return toKubeconfig(credentials, { namespace });
  };
  const kubeconfigs = await Promise.all(
    KUBECONFIG_USERS.filter((user) => user !== 'admin').map(async (user) => ({
      path: join(paths.config, `${user}.kubeconfig`),
      content: await kubeconfigOf(user),
    })),
  );
  // No component reads these only at its start: a change of them restarts nothing.
  await writeFiles([
    { path: paths.kubeconfig, content: await kubeconfigOf('admin', facts.namespace) },
    { path: join(paths.config, 'Corefile'), content: toCorefile(paths, toUpstreams(facts.resolvConf)) },
  ]);
  return writeFiles([
    ...kubeconfigs,
    ...toContainerdFiles({
      paths,
      cniBin: facts.cniBin,
      network: facts.network,
      pauseImage: PAUSE_IMAGE,
      configVersion: facts.containerdMajor >= 2 ? 3 : 2,
    }),
    { path: join(paths.config, 'registry.yaml'), content: toRegistryConfig(paths) },
    {
      path: join(paths.config, 'kubelet.yaml'),
      content: toKubeletConfig({ paths, maxOpenFiles: facts.maxOpenFiles }),
    },
    { path: join(paths.config, 'kube-proxy.yaml'), content: toKubeProxyConfig(paths) },
    ...toLocalPathFiles(paths),
  ]);
}
