import type { Connection, ConnectionEnd } from '@slipway/contracts';

const LINE = /^(.+) => (.+) : (.+)$/;
const POD = /^([^/]+)\/(.+)\[Pod\]$/;
const PORTS = /^\{protocols:((?:TCP|UDP|SCTP)(?:, ?(?:TCP|UDP|SCTP))*)(?:,dst_ports:([\d, -]+))?\}$/;

/**
 * Connections from what `nca --connectivity --output_format txt_no_fw_rules` prints, one line per pair. Throws an Error
 * that holds the first line it does not understand: a connection that is overlooked would pass for a closed door.
 */
export function parseConnectivity(text: string): Connection[] {
  return text.split('\n').flatMap((line) => {
    if (!line.includes(' => ')) return [];
    const [, from, to, ports] = LINE.exec(line) ?? [];
    if (!from || !to || !ports) throw new Error(`unknown line: ${line}`);
    return toEnds(from).flatMap((source) =>
      toEnds(to).map((target) => ({ from: source, to: target, ports: toPorts(ports, line) })),
    );
  });
}

function toEnds(text: string): ConnectionEnd[] {
  const [, namespace, pod] = POD.exec(text) ?? [];
  if (namespace && pod) return [{ namespace, pod }];
  return text.split(',').map((range) => {
    const [first = '', last = first] = range.trim().split('-');
    if (![first, last].every((address) => /^\d+(\.\d+){3}$/.test(address))) throw new Error(`unknown end: ${text}`);
    return { first, last };
  });
}

/** `{protocols:TCP, UDP,dst_ports:53,80-90}`, without dst_ports for all of them, or `All connections`. */
function toPorts(text: string, line: string): Connection['ports'] {
  if (text === 'All connections') return 'all';
  const [, protocols, numbers = '1-65535'] = PORTS.exec(text) ?? [];
  if (!protocols) throw new Error(`unknown ports: ${line}`);
  const list = (joined: string) => joined.split(',').map((part) => part.trim());
  return list(protocols).flatMap((protocol) => list(numbers).map((number) => `${protocol} ${number}`));
}
