import { isIPv4 } from 'node:net';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { parseYaml } from '../../catalog/parse-yaml.ts';

/** Where a party is: pods of a namespace by labels (none: any), or addresses. */
export type Place = ({ namespace: string; labels: Record<string, string> } | { cidr: string }) & {
  /** Absent: everywhere. */
  environments?: string[];
};

/** One line of the matrix: all of `from` may reach all of `to` on all of `ports`. */
export interface Flow {
  from: string[];
  to: string[];
  ports: string[];
  /** Absent: everywhere. */
  environments?: string[];
}

/** `deploy/reachability.yaml`, read and checked; the head of that file explains it. */
export interface Matrix {
  /** Protocol and number of each port by its name, for example `TCP 5000`. */
  ports: Record<string, string[]>;
  parties: Record<string, Place[]>;
  flows: Flow[];
}

const SCHEMA = 'slipway.reachability/v1';
type Fields = Record<string, unknown>;

/** Checks the text of a matrix. `services`: charts that flows may name. Throws `ReachabilityInvalid` with all its faults. */
export async function toMatrix(text: string, path: string, services: readonly string[]): Promise<Matrix> {
  const raw = await parseYaml(text, path);
  const file: Fields = isFields(raw) ? raw : {};
  const faults = [
    ...Object.keys(file).filter((key) => !['schema', 'ports', 'parties', 'flows'].includes(key)).map((key) => `${key} is unknown`),
    ...(file.schema === SCHEMA ? [] : [`schema must be ${SCHEMA}`]),
  ]; // prettier-ignore
  const check = <T>(value: T | undefined, fault: string): T[] => {
    if (value === undefined) faults.push(fault);
    return value === undefined ? [] : [value];
  };
  const ports = entries(file.ports).flatMap(([name, value]) =>
    check(toPort(value), `ports.${name} must be { port, protocols }`).map((port) => [name, port] as const),
  );
  const parties = entries(file.parties).flatMap(([name, value]) =>
    check(toPlaces(value), `parties.${name} must be a list of { namespace, labels } or { cidr }`).map(
      (places) => [name, places] as const,
    ),
  );
  const portNames = ports.map(([name]) => name);
  const ends = [...services, ...parties.map(([name]) => name)];
  const flows = (Array.isArray(file.flows) ? (file.flows as unknown[]) : []).flatMap((value, index) =>
    check(toFlow(value), `flows[${index}] must have from, to and ports, and may have environments`).map((flow) => {
      for (const end of [...flow.from, ...flow.to]) {
        if (!ends.includes(end.replace(/\/.*$/, ''))) faults.push(`flows[${index}] names ${end}, which is neither a chart nor a party`);
      }
      for (const port of flow.ports) if (!portNames.includes(port)) faults.push(`flows[${index}] names port ${port}, which is none of ports`);
      return flow;
    }),
  ); // prettier-ignore
  if (faults.length > 0) throw reachabilityInvalid(path, faults);
  return { ports: Object.fromEntries(ports), parties: Object.fromEntries(parties), flows };
}

/** Why a matrix cannot be used. */
export function reachabilityInvalid(path: string, faults: readonly string[]): SlipwayError {
  return new SlipwayError({
    code: 'ReachabilityInvalid',
    message: `read ${path}: ${faults.join('; ')}.`,
    hint: 'Correct the file; the head of deploy/reachability.yaml explains it.',
    exitCode: ExitCodes.usage,
    details: { faults },
  });
}

/** Every environment that the matrix names. */
export function environmentsOf({ parties, flows }: Matrix): string[] {
  const named = [...Object.values(parties).flat(), ...flows].flatMap(({ environments = [] }) => environments);
  return [...new Set(named)].sort();
}

function toPort(value: unknown): string[] | undefined {
  if (!isFields(value) || !Number.isInteger(value.port)) return undefined;
  const protocols = value.protocols === undefined ? ['TCP'] : toNames(value.protocols);
  if (!protocols?.every((protocol) => ['TCP', 'UDP', 'SCTP'].includes(protocol))) return undefined;
  return protocols.map((protocol) => `${protocol} ${value.port as number}`);
}

function toPlaces(value: unknown): Place[] | undefined {
  if (!Array.isArray(value) || !value.every(isFields)) return undefined;
  const places = value.map(({ namespace, labels = {}, cidr, environments }) => {
    const where = typeof cidr === 'string' ? { cidr } : { namespace: namespace as string, labels: labels as Record<string, string> };
    return environments === undefined ? where : { ...where, environments: toNames(environments) ?? [] };
  }); // prettier-ignore
  const isRight = (place: Place) =>
    place.environments?.length !== 0 &&
    ('cidr' in place ? isCidr(place.cidr) : typeof place.namespace === 'string' && isFields(place.labels));
  return places.every(isRight) ? places : undefined;
}

/** Of IPv4 alone. */
function isCidr(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  return isIPv4(address) && /^\d+$/.test(bits) && Number(bits) <= 32;
}

function toFlow(value: unknown): Flow | undefined {
  if (!isFields(value)) return undefined;
  const [from, to, ports] = [toNames(value.from), toNames(value.to), toNames(value.ports)];
  if (!from || !to || !ports) return undefined;
  if (value.environments === undefined) return { from, to, ports };
  const environments = toNames(value.environments);
  return environments && { from, to, ports, environments };
}

/** One name or several. */
function toNames(value: unknown): string[] | undefined {
  const names: unknown[] = Array.isArray(value) ? value : [value];
  return names.length > 0 && names.every((name) => typeof name === 'string') ? (names as string[]) : undefined;
}

function entries(value: unknown): [string, unknown][] {
  return isFields(value) ? Object.entries(value) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
