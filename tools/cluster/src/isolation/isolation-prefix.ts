import { runProcess } from '@slipway/clients';
import { NODE_IP } from '../names.ts';

/** Where the program that sets up the network comes from. */
export interface IsolationOptions {
  /** Absolute path of a busybox, for machines without iproute2. Default: the machine's `ip`. */
  busybox?: string;
}

/**
 * Arguments that run a command where a cluster of its own can live: private mount and network
 * namespaces, in which nothing of the machine's network is there but loopback. Ports, the node's
 * address and packet rules may then be the same as those of a cluster beside it. Use it with a state
 * folder of its own (SLIPWAY_STATE_DIR). Needs root, `unshare`, and `ip` or a busybox that has it.
 *
 * @example
 * const [program, ...args] = [...isolationPrefix(), process.execPath, 'run-tests.ts'];
 */
export function isolationPrefix({ busybox }: IsolationOptions = {}): string[] {
  const ip = busybox === undefined ? 'ip' : `'${busybox.replaceAll("'", `'\\''`)}' ip`;
  const script = [
    'set -e',
    `${ip} link set lo up`,
    `${ip} addr add ${NODE_IP}/32 dev lo`,
    // Pods and Services are reached through it; without any route the kernel refuses before packet rules are asked.
    `${ip} route add default dev lo src ${NODE_IP}`,
    'exec "$@"',
  ].join('; ');
  return ['unshare', '--mount', '--net', '--propagation', 'private', '--', 'sh', '-c', script, 'isolated'];
}

/** Whether this process may and can make such namespaces. */
export async function canIsolate(options: IsolationOptions = {}): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const [program = '', ...args] = [...isolationPrefix(options), 'true'];
  return runProcess(program, args).then(
    () => true,
    () => false,
  );
}
