import { kubectl } from '../support/cluster.ts';
import type { FlowPort } from './declared-flows.ts';
import type { TestPod } from './pods.ts';

/** What a pod tries to reach. */
export interface ProbeTarget extends FlowPort {
  /** Address, or a name to be looked up first. */
  host: string;
}

/** `open`: answered. `dropped`: nothing came back. Else the error's code, for example ECONNREFUSED. */
export type Outcome = 'open' | 'dropped' | (string & {});

/** How long a packet may stay without an answer, within one machine. */
const SILENCE_MS = 2_000;

/**
 * Runs in the pod, whose image has Node and nothing else. Over UDP it asks for the address of the API server, which DNS
 * knows by itself; any other server of ours sends back what it gets.
 */
const SCRIPT = `
const net = require('node:net');
const dgram = require('node:dgram');
const NAME = 'kubernetes.default.svc.cluster.local'.split('.').map((label) => String.fromCharCode(label.length) + label);
const QUERY = Buffer.concat([
  Buffer.from('abcd01000001000000000000', 'hex'),
  Buffer.from(NAME.join('')),
  Buffer.from('0000010001', 'hex'),
]);
const ask = ({ host, port, protocol }) => new Promise((resolve) => {
  const timer = setTimeout(() => end('dropped'), ${SILENCE_MS});
  const socket = protocol === 'UDP' ? dgram.createSocket('udp4') : net.connect({ host, port });
  const end = (outcome) => {
    clearTimeout(timer);
    protocol === 'UDP' ? socket.close() : socket.destroy();
    resolve(outcome);
    resolve = () => undefined;
  };
  socket.on('error', (error) => end(error.code));
  socket.on('connect', () => end('open'));
  socket.on('message', () => end('open'));
  if (protocol === 'UDP') socket.send(QUERY, port, host);
});
Promise.all(JSON.parse(process.argv[1]).map(ask)).then((outcomes) => console.log(JSON.stringify(outcomes)));
`;

/** What comes of it when the pod tries all targets at the same time; one outcome per target, in their order. */
export async function probeFrom(
  { namespace, name, container }: TestPod,
  targets: readonly ProbeTarget[],
): Promise<Outcome[]> {
  const command = ['node', '-e', SCRIPT, JSON.stringify(targets)];
  return JSON.parse(await kubectl(['exec', name, '-n', namespace, '-c', container, '--', ...command])) as Outcome[];
}
