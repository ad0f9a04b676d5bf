import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** Where pods or machines of a party are. */
export interface Place {
  namespace?: string;
  labels?: Record<string, string>;
  cidr?: string;
}

/** One port on which a flow is answered. */
export interface FlowPort {
  port: number;
  protocol: 'TCP' | 'UDP';
}

/** What `deploy/reachability.yaml` says for one environment. */
export interface DeclaredFlows {
  ports: Record<string, FlowPort[]>;
  /** Parties that are no service of ours. */
  parties: Record<string, Place[]>;
  /** Whether `from` may reach `to` there. Both are a service, a party, or `<service>/test`. */
  allows(from: string, to: string, port: FlowPort): boolean;
}

type OrList<T> = T | T[];
type InSome = { environments?: string[] };
interface ReachabilityFile {
  ports: Record<string, { port: number; protocols?: FlowPort['protocol'][] }>;
  parties: Record<string, (Place & InSome)[]>;
  flows: ({ from: OrList<string>; to: OrList<string>; ports: string[] } & InSome)[];
}

/** Reads the flows that are declared for an environment. */
export async function readDeclaredFlows(path: string, environment: string): Promise<DeclaredFlows> {
  const file = parse(await readFile(path, 'utf8')) as ReachabilityFile;
  const isHere = ({ environments }: InSome) => environments?.includes(environment) ?? true;
  const ports: DeclaredFlows['ports'] = {};
  for (const [name, { port, protocols }] of Object.entries(file.ports))
    ports[name] = (protocols ?? ['TCP' as const]).map((protocol) => ({ port, protocol }));
  const places = Object.entries(file.parties).map(([name, all]) => [name, all.filter(isHere)] as const);
  const allowed = new Set(
    file.flows
      .filter(isHere)
      .flatMap((flow) =>
        [flow.from].flat().flatMap((from) => [flow.to].flat().flatMap((to) => toKeys(from, to, flow.ports))),
      ),
  );
  function toKeys(from: string, to: string, names: string[]): string[] {
    return names.flatMap((name) => (ports[name] ?? []).map((port) => keyOf(from, to, port)));
  }
  return {
    ports,
    parties: Object.fromEntries(places.filter(([, here]) => here.length > 0)),
    allows: (from, to, port) => allowed.has(keyOf(from, to, port)),
  };
}

const keyOf = (from: string, to: string, { port, protocol }: FlowPort) => `${from} > ${to} ${protocol} ${port}`;
