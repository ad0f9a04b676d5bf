import { readFile } from 'node:fs/promises';
import { FELIX_HEALTH_PORT, NODE_IP, PORTS } from '../../names.ts';
import type { PodNetwork } from '../network/pod-network.ts';

/** One listening socket. */
export interface Listener {
  /** Dotted IPv4 address, or `::` for all of both families. Other IPv6 addresses are left out. */
  address: string;
  port: number;
  protocol: 'tcp' | 'udp';
  inode: string;
}

/** A port the cluster needs, with the address it listens on. */
export interface NeededPort {
  name: string;
  address: string;
  port: number;
  protocol: 'tcp' | 'udp';
}

const ON_NODE_IP = ['apiServer', 'kubelet', 'dns', 'metricsServer', 'ingressHealth'];

/** Every port with its address, whatever the network of pods. DNS also listens on UDP. */
export const NEEDED_PORTS: readonly NeededPort[] = [
  ...Object.entries(PORTS).map(([name, port]) => ({
    name,
    port,
    address: ON_NODE_IP.includes(name) ? NODE_IP : '127.0.0.1',
    protocol: 'tcp' as const,
  })),
  { name: 'dns', port: PORTS.dns, address: NODE_IP, protocol: 'udp' },
];

/** The ports needed by a cluster with that network of pods. */
export const toNeededPorts = (network: PodNetwork): readonly NeededPort[] =>
  network === 'bridge'
    ? NEEDED_PORTS
    : [...NEEDED_PORTS, { name: 'felixHealth', address: '127.0.0.1', port: FELIX_HEALTH_PORT, protocol: 'tcp' }];

const TCP_LISTEN = '0A';

/** Listening sockets in the text of /proc/net/{tcp,tcp6,udp,udp6}. */
export function parseListeners(text: string, protocol: 'tcp' | 'udp'): Listener[] {
  return text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [host = '', port = ''] = (fields[1] ?? '').split(':');
    if (!/^\d+:$/.test(fields[0] ?? '') || (protocol === 'tcp' && fields[3] !== TCP_LISTEN)) return [];
    const address = toAddress(host);
    return address ? [{ address, port: parseInt(port, 16), protocol, inode: fields[9] ?? '' }] : [];
  });
}

/** The kernel prints each 32-bit word of an address in the machine's byte order. */
function toAddress(hex: string): string | undefined {
  if (/^0{32}$/.test(hex)) return '::';
  const mapped = /^0{16}FFFF0000([0-9A-F]{8})$/.exec(hex)?.[1];
  const word = hex.length === 8 ? hex : mapped;
  return word && [6, 4, 2, 0].map((at) => parseInt(word.slice(at, at + 2), 16)).join('.');
}

/** The needed ports that a listener stands in the way of. */
export function chooseTaken(
  listeners: readonly Listener[],
  needed: readonly NeededPort[] = NEEDED_PORTS,
): { port: NeededPort; listener: Listener }[] {
  return needed.flatMap((port) => {
    const listener = listeners.find(
      (candidate) =>
        candidate.port === port.port &&
        candidate.protocol === port.protocol &&
        [port.address, '0.0.0.0', '::'].includes(candidate.address),
    );
    return listener ? [{ port, listener }] : [];
  });
}

export async function readListeners(): Promise<Listener[]> {
  const read = (file: string) => readFile(`/proc/net/${file}`, 'utf8').catch(() => '');
  return [
    ...parseListeners(`${await read('tcp')}\n${await read('tcp6')}`, 'tcp'),
    ...parseListeners(`${await read('udp')}\n${await read('udp6')}`, 'udp'),
  ];
}
