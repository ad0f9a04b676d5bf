import type { Connection } from '@slipway/contracts';
import type { AddressRange } from './address-ranges.ts';
import { describeRanges, subtract, toNumber, toRange } from './address-ranges.ts';
import type { Matrix } from './matrix.ts';
import type { End } from './to-world.ts';

/** One difference between the matrix and what the policies let through. */
export interface FlowDifference {
  kind: 'undeclared' | 'blocked';
  /** The pods that take part; undefined for addresses outside the cluster. */
  from: End | undefined;
  to: End | undefined;
  /** Both ends for people. */
  fromTitle: string;
  toTitle: string;
  /** For example `TCP 5000`, or `any port`. */
  port: string;
}

type Address = { title: string; ranges: AddressRange[] };

/** Differences of one environment, in the order of their ends. Connections among parties do not count. Pure. */
export function compareFlows(
  matrix: Matrix,
  environment: string,
  ends: readonly End[],
  connections: readonly Connection[],
): FlowDifference[] {
  const applies = ({ environments }: { environments?: string[] }) => environments?.includes(environment) ?? true;
  const flows = matrix.flows.filter(applies);
  const addresses = Object.entries(matrix.parties).flatMap(([id, places]) =>
    places.filter(applies).flatMap((place) => ('cidr' in place ? [{ id, range: toRange(place.cidr) }] : [])),
  );
  const expectedPorts = (from: string | undefined, to: string | undefined) =>
    new Set(
      flows
        .filter((flow) => from !== undefined && to !== undefined && flow.from.includes(from) && flow.to.includes(to))
        .flatMap(({ ports }) => ports.flatMap((port) => matrix.ports[port] ?? [])),
    );

  const between = ends.flatMap((from) =>
    ends.flatMap((to) => {
      if ((!from.isOurs && !to.isOurs) || from === to) return [];
      const actual = new Set(
        connections.filter((it) => isEnd(it.from, from) && isEnd(it.to, to)).flatMap((it) => toPorts(it.ports)),
      );
      const expected = expectedPorts(from.id, to.id);
      const difference = (kind: FlowDifference['kind']) => (port: string) => toDifference(kind, from, to, port);
      return [
        ...[...actual].filter((port) => !expected.has(port)).map(difference('undeclared')),
        ...[...expected].filter((port) => !actual.has(port) && !actual.has(ANY)).map(difference('blocked')),
      ];
    }),
  );

  const beyond = ends
    .filter(({ isOurs }) => isOurs)
    .flatMap((end) =>
      (['from', 'to'] as const).flatMap((side) => {
        const actual = rangesByPort(connections, end, side);
        const expected = new Map<string, AddressRange[]>();
        for (const { id, range } of addresses) {
          const ports = side === 'from' ? expectedPorts(end.id, id) : expectedPorts(id, end.id);
          for (const port of ports) expected.set(port, [...(expected.get(port) ?? []), range]);
        }
        const open = actual.get(ANY) ?? [];
        return [...new Set([...actual.keys(), ...expected.keys()])].flatMap((port) => {
          const [is, shall] = [actual.get(port) ?? [], expected.get(port) ?? []];
          const difference = (kind: FlowDifference['kind'], ranges: AddressRange[]) => {
            if (ranges.length === 0) return [];
            const address: Address = { title: describeRanges(ranges), ranges };
            return [side === 'from' ? toDifference(kind, end, address, port) : toDifference(kind, address, end, port)];
          };
          return [...difference('undeclared', subtract(is, shall)), ...difference('blocked', subtract(shall, [...is, ...open]))];
        });
      }),
    ); // prettier-ignore
  return unique([...between, ...beyond]);
}

const ANY = 'any port';

/** There are two pods of each kind, which differ alike. */
function unique(differences: readonly FlowDifference[]): FlowDifference[] {
  const key = ({ kind, fromTitle, toTitle, port }: FlowDifference) => JSON.stringify([kind, fromTitle, toTitle, port]);
  return [...new Map(differences.map((difference) => [key(difference), difference])).values()];
}

function toPorts(ports: Connection['ports']): string[] {
  return ports === 'all' ? [ANY] : ports;
}

function isEnd(end: Connection['from'], { namespace, pod }: End): boolean {
  return 'pod' in end && end.namespace === namespace && end.pod === pod;
}

/** Addresses beyond one pod by port. `side`: on which side of the connection the pod stands. */
function rangesByPort(connections: readonly Connection[], end: End, side: 'from' | 'to'): Map<string, AddressRange[]> {
  const ranges = new Map<string, AddressRange[]>();
  for (const connection of connections) {
    const other = connection[side === 'from' ? 'to' : 'from'];
    if (!isEnd(connection[side], end) || 'pod' in other) continue;
    for (const port of toPorts(connection.ports)) {
      ranges.set(port, [...(ranges.get(port) ?? []), [toNumber(other.first), toNumber(other.last)]]);
    }
  }
  return ranges;
}

function toDifference(kind: FlowDifference['kind'], from: End | Address, to: End | Address, port: string): FlowDifference {
  const end = (value: End | Address) => ('pod' in value ? value : undefined);
  return { kind, from: end(from), to: end(to), fromTitle: from.title, toTitle: to.title, port };
} // prettier-ignore
