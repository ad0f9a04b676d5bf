import { kubectlJson, NAMESPACE } from '../support/cluster.ts';
import type { DeclaredFlows, FlowPort } from './declared-flows.ts';
import type { TestPod } from './pods.ts';
import { addressOf } from './pods.ts';
import type { Outcome, ProbeTarget } from './probe.ts';
import { probeFrom } from './probe.ts';

/** One question and what came of it. */
export interface Attempt {
  from: TestPod;
  /** Party, and how it was addressed. */
  to: string;
  via: 'pod' | 'service' | 'name' | 'node';
  target: ProbeTarget;
  /** Whether the flow is declared. `undefined` where no policy of ours has a say. */
  isDeclared: boolean | undefined;
  outcome: Outcome;
}

interface Destination {
  to: string;
  via: Attempt['via'];
  /** The pod behind it, which does not ask itself. */
  pod?: string;
  target: ProbeTarget;
  /** The port that counts for policies, behind the Service. */
  policyPort: FlowPort;
}

const NODE_IP = '172.31.255.1';
/** Programs of the node that pods can address, and no service of ours has to. */
const NODE_PORTS = { 'API server': 6443, kubelet: 10250, 'metrics server': 4443 };
const API_SERVER_SERVICE = '10.96.0.1';
/** Pods asked at the same time: each starts a Node. */
const CONCURRENCY = 4;

/** Lets every pod ask for everything; gives what came of each question. */
export async function askEverything(
  pods: readonly TestPod[],
  flows: DeclaredFlows,
  ruled: readonly string[],
): Promise<Attempt[]> {
  const destinations = [
    ...(await podDestinations(pods, flows)),
    ...(await serviceDestinations(ruled, flows)),
    ...nodeDestinations(flows),
  ];
  const attempts: Attempt[] = [];
  const waiting = [...pods];
  const askNext = async (): Promise<void> => {
    for (let pod = waiting.shift(); pod; pod = waiting.shift()) attempts.push(...(await askFrom(pod)));
  };
  const askFrom = async (from: TestPod): Promise<Attempt[]> => {
    const questions = destinations.filter((destination) => isAsked(from, destination, flows));
    const targets = questions.map(({ target }) => target);
    const outcomes = await probeFrom(from, targets);
    return questions.map(({ to, via, target, policyPort }, index) => ({
      from,
      to,
      via,
      target,
      isDeclared: ruled.some((party) => party === from.party || party === to)
        ? flows.allows(from.party, to, policyPort)
        : undefined,
      outcome: outcomes[index] ?? 'not asked',
    }));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, askNext));
  return attempts;
}

/** A pod does not ask itself, and asks for names only where it may: who may not look them up reaches nobody by them. */
function isAsked({ name, party }: TestPod, { to, via, pod, policyPort }: Destination, flows: DeclaredFlows): boolean {
  if (via === 'pod') return pod !== name;
  if (via === 'name') return flows.allows(party, to, policyPort);
  // Its own Service may lead it to itself.
  return via !== 'service' || to !== party || flows.allows(party, to, policyPort);
}

async function podDestinations(pods: readonly TestPod[], flows: DeclaredFlows): Promise<Destination[]> {
  const all: Destination[] = [];
  for (const pod of pods) {
    const host = await addressOf(pod);
    for (const port of portsOf(pod, flows))
      all.push({ to: pod.party, via: 'pod', pod: pod.name, target: { host, ...port }, policyPort: port });
  }
  return all;
}

/** Only DNS answers on its port; on all others every pod of the tests does. */
function portsOf({ party }: TestPod, { ports: { dns = [], ...others } }: DeclaredFlows): FlowPort[] {
  return party === 'dns' ? dns : Object.values(others).flat();
}

interface Service {
  metadata: { name: string };
  spec: { clusterIP: string; selector?: Record<string, string>; ports: { name: string; port: number }[] };
}

/** The Services of our charts, by their addresses and by their names. */
async function serviceDestinations(ruled: readonly string[], { ports }: DeclaredFlows): Promise<Destination[]> {
  const { items } = await kubectlJson<{ items: Service[] }>(['get', 'services', '-n', NAMESPACE]);
  return items.flatMap(({ metadata: { name }, spec }) => {
    const http = spec.ports.find((port) => port.name === 'http');
    const [policyPort] = ports['http'] ?? [];
    if (!ruled.includes(name) || spec.clusterIP === 'None' || !http || !policyPort) return [];
    const at = (via: 'service' | 'name', host: string): Destination => ({
      to: name,
      via,
      target: { host, port: http.port, protocol: 'TCP' },
      policyPort,
    });
    return [at('service', spec.clusterIP), at('name', `${name}.${NAMESPACE}.svc.cluster.local`)];
  });
}

function nodeDestinations(flows: DeclaredFlows): Destination[] {
  const at = (to: string, host: string, port: FlowPort, policyPort = port): Destination => ({
    to,
    via: 'node',
    target: { host, ...port },
    policyPort,
  });
  const tcp = (port: number): FlowPort => ({ port, protocol: 'TCP' });
  return [
    ...(flows.ports['dns'] ?? []).map((port) => at('dns', NODE_IP, port)),
    ...Object.entries(NODE_PORTS).map(([name, port]) => at(name, NODE_IP, tcp(port))),
    at('API server', API_SERVER_SERVICE, tcp(443)),
  ];
}

/** The question and its outcome as one line. */
export const toLine = ({ from, to, via, target, outcome }: Attempt): string =>
  `${from.party} (${from.name}) > ${to} by its ${via}, ${target.host}:${target.port}/${target.protocol}: ${outcome}`;
