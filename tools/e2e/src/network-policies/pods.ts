import { apply, kubectl, kubectlJson } from '../support/cluster.ts';

/** A running pod that can try to reach others. */
export interface TestPod {
  /** Whose pod it is: a service, a party, or `<service>/test`; what is none of them begins with `stranger`. */
  party: string;
  namespace: string;
  name: string;
  container: string;
}

/** A pod that stands for a party: it bears its labels, listens on all ports, and its image has Node. */
export interface StandIn {
  party: string;
  namespace: string;
  /** Name of the pod. */
  name: string;
  labels: Record<string, string>;
}

const CONTAINER = 'stand-in';
/** Port 53 is open to the user of the container by the pod's own setting. */
const LISTENING = `
const [ports] = process.argv.slice(1).map((text) => JSON.parse(text));
for (const port of ports) {
  require('node:net').createServer((socket) => socket.end()).listen(port);
  const udp = require('node:dgram').createSocket('udp4');
  udp.on('message', (message, { address, port }) => udp.send(message, port, address)).bind(port);
}
process.on('SIGTERM', () => process.exit());
`;

/** Starts the stand-ins, each in its namespace, and waits until all of them listen. */
export async function startStandIns(
  standIns: readonly StandIn[],
  { image, ports, timeoutMs }: { image: string; ports: readonly number[]; timeoutMs: number },
): Promise<TestPod[]> {
  await apply(...standIns.map((standIn) => toPod(standIn, image, ports)));
  for (const { namespace, name } of standIns)
    await kubectl(['wait', '-n', namespace, '--for=condition=Ready', `pod/${name}`, `--timeout=${timeoutMs / 1000}s`]);
  return standIns.map(({ party, namespace, name }) => ({ party, namespace, name, container: CONTAINER }));
}

function toPod({ namespace, name, labels }: StandIn, image: string, ports: readonly number[]) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      },
      containers: [
        {
          name: CONTAINER,
          image,
          command: ['node', '-e', LISTENING, JSON.stringify(ports)],
          readinessProbe: { tcpSocket: { port: ports[0] }, periodSeconds: 1 },
          resources: { requests: { cpu: '5m', memory: '32Mi' }, limits: { memory: '128Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  status: { podIP?: string; phase: string; conditions?: { type: string; status: string }[] };
}

/** Names of the ready pods with such labels that belong to a workload which keeps them running. */
export async function readyPods(namespace: string, labels: Record<string, string>): Promise<string[]> {
  const selector = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const { items } = await kubectlJson<{ items: Pod[] }>(['get', 'pods', '-n', namespace, '-l', selector.join()]);
  const isReady = ({ metadata, status }: Pod) =>
    !metadata.deletionTimestamp && status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True');
  return items.filter(isReady).map(({ metadata }) => metadata.name);
}

/** The pod's address now. */
export async function addressOf({ namespace, name }: Pick<TestPod, 'namespace' | 'name'>): Promise<string> {
  const { status } = await kubectlJson<Pod>(['get', 'pod', name, '-n', namespace]);
  if (!status.podIP) throw new Error(`pod ${name} has no address`);
  return status.podIP;
}
