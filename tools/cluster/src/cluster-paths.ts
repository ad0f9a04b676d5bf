import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { LOCAL_CLUSTER } from './names.ts';

/** Where everything of one cluster lies. All paths are absolute. */
export interface ClusterPaths {
  /** Name of the cluster. */
  name: string;
  /** The cluster's folder. */
  root: string;
  kubeconfig: string;
  /** Certificates and keys, readable by root alone. */
  pki: string;
  /** Generated configuration files of the components. */
  config: string;
  /** What survives `down`: etcd, images, volumes. */
  data: string;
  /** Sockets, pids and status; removed by `down`. */
  run: string;
  logs: string;
  journal: string;
  lock: string;
  containerdSocket: string;
  controlSocket: string;
  status: string;
  /** The components the supervisor has to run. */
  plan: string;
  /** Control group of the cluster, below the root of every hierarchy. Unique per state folder. */
  cgroup: string;
}

/**
 * The folder of Slipway's state: SLIPWAY_STATE_DIR, else `slipway` in the XDG state folder. A relative
 * XDG_STATE_HOME is ignored, as the XDG specification asks.
 */
export function toStateDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env['SLIPWAY_STATE_DIR']) return resolve(env['SLIPWAY_STATE_DIR']);
  const xdg = env['XDG_STATE_HOME'];
  return join(xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.local', 'state'), 'slipway');
}

/** Paths of the cluster `name` (default `local`). Reads nothing but `env`. */
export function toClusterPaths(name = LOCAL_CLUSTER, env: NodeJS.ProcessEnv = process.env): ClusterPaths {
  const root = join(toStateDir(env), 'clusters', name);
  const run = join(root, 'run');
  const id = createHash('sha256').update(root).digest('hex').slice(0, 8);
  return {
    name,
    root,
    kubeconfig: join(root, 'kubeconfig'),
    pki: join(root, 'pki'),
    config: join(root, 'config'),
    data: join(root, 'data'),
    run,
    logs: join(root, 'logs'),
    journal: join(root, 'journal.jsonl'),
    lock: join(root, 'lock'),
    containerdSocket: join(run, 'containerd.sock'),
    controlSocket: join(run, 'control.sock'),
    status: join(run, 'status.json'),
    plan: join(run, 'plan.json'),
    cgroup: `slipway-${name}-${id}`,
  };
}
