import { join } from 'node:path';
import type { ClusterPaths } from '../cluster-paths.ts';
import { FELIX_HEALTH_PORT, NODE_IP, PORTS } from '../names.ts';
import type { ComponentSpec, Readiness } from './component.ts';
import {
  toApiServerArgs,
  toControllerManagerArgs,
  toEtcdArgs,
  toKubeletArgs,
  toMetricsServerArgs,
  toSchedulerArgs,
} from './config/control-plane-args.ts';
import { toLocalPathArgs } from './config/local-path-config.ts';
import { toTraefikArgs } from './config/traefik-config.ts';
import { toFelixEnv } from './network/calico-config.ts';

/** Where the programs lie and with which environment they run. */
export interface Programs {
  /** Absolute path of a program. */
  path(program: string): string;
  /** PATH, LD_LIBRARY_PATH and the like. */
  env: Record<string, string>;
  /** How images of registries elsewhere are reached: proxies and certificates of the machine. */
  pullEnv: Record<string, string>;
}

/** Parts of the cluster that come up one after the other, each needing other tools. */
export type Stage = 'node' | 'policy' | 'dns' | 'storage' | 'ingress' | 'metrics';

/**
 * Settings of Go's runtime. `GOGC` below 100 and the memory limit trade a little processor time for a
 * small resident size; the figures come from measuring an idle cluster, the limits are soft.
 */
function toGoEnv(limitMiB: number, gogc = 50): Record<string, string> {
  return { GOGC: String(gogc), GOMEMLIMIT: `${limitMiB}MiB` };
}

const http = (url: string, tls: { ca?: string; cert?: string; key?: string } = {}): Readiness => ({
  kind: 'http',
  url,
  ...tls,
});

/** The components of the wanted stages in the order they start. Pure. */
export function toComponents(paths: ClusterPaths, programs: Programs, stages: readonly Stage[]): ComponentSpec[] {
  const { path, env, pullEnv } = programs;
  const pki = (file: string) => join(paths.pki, file);
  const asAdmin = { ca: pki('ca.crt'), cert: pki('admin.crt'), key: pki('admin.key') };
  const asEtcdClient = { ca: pki('etcd-ca.crt'), cert: pki('etcd-client.crt'), key: pki('etcd-client.key') };
  const kubeconfig = (user: string) => ({ KUBECONFIG: join(paths.config, `${user}.kubeconfig`) });

  const toNode = (): ComponentSpec[] => [
    {
      name: 'registry',
      program: path('docker-registry'),
      args: ['serve', join(paths.config, 'registry.yaml')],
      env: { ...env, ...toGoEnv(64) },
      readiness: http(`http://127.0.0.1:${PORTS.registry}/v2/`),
      after: [],
    },
    {
      name: 'containerd',
      program: path('containerd'),
      args: ['--config', join(paths.config, 'containerd', 'config.toml')],
      env: { ...env, ...pullEnv, ...toGoEnv(128) },
      readiness: { kind: 'socket', path: paths.containerdSocket },
      after: [],
    },
    {
      name: 'etcd',
      program: path('etcd'),
      args: toEtcdArgs(paths),
      // Debian's etcd runs on arm64 but wants to be told that it may.
      env: { ...env, ...toGoEnv(160), ...(process.arch === 'arm64' ? { ETCD_UNSUPPORTED_ARCH: 'arm64' } : {}) },
      readiness: http(`https://127.0.0.1:${PORTS.etcd}/health`, asEtcdClient),
      after: [],
    },
    {
      name: 'kube-apiserver',
      program: path('kube-apiserver'),
      args: toApiServerArgs(paths),
      env: { ...env, ...toGoEnv(400) },
      readiness: http(`https://${NODE_IP}:${PORTS.apiServer}/readyz`, asAdmin),
      after: ['etcd'],
      // It keeps no state, and waits long for watches of clients that are gone already.
      stopGraceMs: 500,
    },
    {
      name: 'kube-controller-manager',
      program: path('kube-controller-manager'),
      args: toControllerManagerArgs(paths),
      env: { ...env, ...toGoEnv(120) },
      readiness: http(`https://127.0.0.1:${PORTS.controllerManager}/healthz`),
      after: ['kube-apiserver'],
    },
    {
      name: 'kube-scheduler',
      program: path('kube-scheduler'),
      args: toSchedulerArgs(paths),
      env: { ...env, ...toGoEnv(80) },
      readiness: http(`https://127.0.0.1:${PORTS.scheduler}/healthz`),
      after: ['kube-apiserver'],
    },
    {
      name: 'kubelet',
      program: path('kubelet'),
      args: toKubeletArgs(paths),
      env: { ...env, ...toGoEnv(120) },
      readiness: http(`http://127.0.0.1:${PORTS.kubeletHealth}/healthz`),
      after: ['kube-apiserver', 'containerd', 'registry'],
    },
    {
      name: 'kube-proxy',
      program: path('kube-proxy'),
      args: [`--config=${join(paths.config, 'kube-proxy.yaml')}`],
      env: { ...env, ...toGoEnv(80) },
      readiness: http(`http://127.0.0.1:${PORTS.kubeProxyHealth}/healthz`),
      after: ['kube-apiserver'],
    },
  ];
  const toPolicy = (): ComponentSpec => ({
    name: 'calico-felix',
    program: path('calico-felix'),
    args: [],
    env: { ...env, ...toGoEnv(96), ...toFelixEnv(paths) },
    readiness: http(`http://127.0.0.1:${FELIX_HEALTH_PORT}/readiness`),
    // Both put their chains first; the one that comes last is asked first, and policies must be.
    after: ['kube-proxy'],
  });
  const toDns = (): ComponentSpec => ({
    name: 'coredns',
    program: path('coredns'),
    args: ['-conf', join(paths.config, 'Corefile')],
    env: { ...env, ...toGoEnv(64) },
    readiness: http(`http://127.0.0.1:${PORTS.dnsReady}/ready`),
    after: ['kube-apiserver'],
  });
  const toStorage = (): ComponentSpec => ({
    name: 'local-path-provisioner',
    program: path('local-path-provisioner'),
    args: toLocalPathArgs(paths),
    env: { ...env, ...toGoEnv(64) },
    readiness: { kind: 'started' },
    after: ['kube-apiserver'],
  });
  const toIngress = (): ComponentSpec => ({
    name: 'traefik',
    program: path('traefik'),
    args: toTraefikArgs(paths),
    env: { ...env, ...toGoEnv(128), ...kubeconfig('traefik') },
    readiness: http(`http://${NODE_IP}:${PORTS.ingressHealth}/ping`),
    after: ['kube-apiserver'],
  });
  const toMetrics = (): ComponentSpec => ({
    name: 'metrics-server',
    program: path('metrics-server'),
    args: toMetricsServerArgs(paths),
    env: { ...env, ...toGoEnv(64) },
    readiness: http(`https://${NODE_IP}:${PORTS.metricsServer}/livez`, asAdmin),
    after: ['kubelet'],
  });
  // A stage's programs are looked up only when it is wanted: the others' may not be there yet.
  const all: Record<Stage, () => ComponentSpec[]> = {
    node: toNode,
    policy: () => [toPolicy()],
    dns: () => [toDns()],
    storage: () => [toStorage()],
    ingress: () => [toIngress()],
    metrics: () => [toMetrics()],
  };
  return (Object.keys(all) as Stage[]).filter((stage) => stages.includes(stage)).flatMap((stage) => all[stage]());
}
