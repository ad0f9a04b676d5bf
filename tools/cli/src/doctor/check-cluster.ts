import type { AccessCheck, Clients, Environment, KubeObject, ServerInfo } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import { describeHolder, LEASE_NAME, readLeaseState } from '@slipway/engine';
import type { Finding } from './check.ts';
import { bad, good, warning } from './check.ts';
import { requiredRights } from './required-rights.ts';

const WARN_SKEW_MS = 5000;
const BAD_SKEW_MS = 300_000;
/** A lease that was not renewed for so many of its durations is not held any more. */
const STALE_AFTER = 2;

/** Every namespace of an environment. Pure. */
export function namespacesOf({ namespace }: Environment): string[] {
  return typeof namespace === 'string' ? [namespace] : [...new Set(Object.values(namespace))];
}

/** Version of the API server, and how far its clock and this machine's are apart. Pure. */
export function toServerFindings({ server, version, clockAheadMs }: ServerInfo): Finding[] {
  const answers = good('cluster', `${server} answers, Kubernetes ${version}`);
  if (clockAheadMs === undefined)
    return [
      answers,
      warning('clock', 'the API server does not say its time.', 'A proxy may take its Date header away.'),
    ];
  const distanceMs = Math.abs(clockAheadMs);
  const message = `this machine is ${(distanceMs / 1000).toFixed(1)} s ${clockAheadMs > 0 ? 'behind' : 'ahead of'} the API server`;
  if (distanceMs <= WARN_SKEW_MS) return [answers, good('clock', message)];
  const make = distanceMs > BAD_SKEW_MS ? bad : warning;
  return [
    answers,
    make('clock', `${message}.`, 'Set the clock, for example with NTP: certificates, tokens and records depend on it.'),
  ];
}

/** Rights that a deploy needs and that are not there, by namespace; a namespace that is not there has to be created. */
export async function checkRights(
  kube: Clients['kube'],
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const absent = (await Promise.all(namespaces.map((name) => absentOf(kube, name)))).flat();
  const toCreate: AccessCheck[] = absent.length > 0 ? [{ verb: 'create', group: '', resource: 'namespaces' }] : [];
  const checks = [...toCreate, ...namespaces.flatMap(requiredRights)];
  const missing = await kube.missingRights(checks, signal);
  if (missing.length === 0)
    return [good('rights', `all ${checks.length} that a deploy needs in ${namespaces.join(', ')}`)];
  const uncreatable = missing.some(({ resource }) => resource === 'namespaces')
    ? [
        bad(
          'rights',
          `namespace ${absent.join(', ')} is not there, and there is no right to create it.`,
          'Have it created, or ask for a ClusterRole with verb "create" on "namespaces".',
        ),
      ]
    : [];
  const lacking = namespaces.flatMap((namespace) => {
    const own = missing.filter((check) => check.namespace === namespace);
    if (own.length === 0) return [];
    const message = `missing in namespace ${namespace}: ${toWords(own)}.`;
    return [
      bad(
        'rights',
        message,
        'Ask for a Role with them and a RoleBinding to you; the built-in ClusterRole "admin" holds nearly all.',
      ),
    ];
  });
  return [...uncreatable, ...lacking];
}

/** The name again when nothing has it. Whoever may not look is taken to know that it is there. */
async function absentOf(kube: Clients['kube'], name: string): Promise<string[]> {
  try {
    return (await kube.get(KubeKinds.Namespace, name)) ? [] : [name];
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'Forbidden') return [];
    throw error;
  }
}

/** `get, list secrets; create leases.coordination.k8s.io`. Pure. */
function toWords(missing: readonly AccessCheck[]): string {
  const byResource = new Map<string, string[]>();
  for (const { verb, resource, group } of missing) {
    const name = group ? `${resource}.${group}` : resource;
    byResource.set(name, [...(byResource.get(name) ?? []), verb]);
  }
  return [...byResource].map(([resource, verbs]) => `${verbs.join(', ')} ${resource}`).join('; ');
}

/** Deployers at work, by their leases. */
export async function checkLeases(
  { kube, host }: Pick<Clients, 'kube' | 'host'>,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const lists = await Promise.all(namespaces.map((namespace) => kube.list(KubeKinds.Lease, { namespace, signal })));
  const findings = await Promise.all(
    lists.flatMap(({ items, serverTime }) =>
      items
        .filter(({ metadata }) => metadata.name === LEASE_NAME)
        .map((lease) => toLeaseFinding(lease, serverTime, { host })),
    ),
  );
  return findings.length > 0 ? findings : [good('leases', 'no deployer is at work')];
}

async function toLeaseFinding(
  lease: KubeObject,
  serverTime: number | undefined,
  { host }: Pick<Clients, 'host'>,
): Promise<Finding> {
  const state = readLeaseState(lease);
  const { members, since, renewedAt, durationMs } = state;
  const areGone = await Promise.all(members.map(({ identity }) => host.isGone(identity)));
  const ageMs = (serverTime ?? Number.NaN) - Date.parse(renewedAt);
  const { name, namespace } = lease.metadata;
  if ((members.length > 0 && areGone.every(Boolean)) || ageMs > STALE_AFTER * durationMs) {
    return good('leases', `${name} in ${namespace} was left by ${describeHolder(state)}, which is gone: the next deploy takes it over`); // prettier-ignore
  }
  return warning(
    'leases',
    `${describeHolder(state)} holds ${name} in ${namespace} since ${since || 'some time'}.`,
    'A deploy now ends with exit code 5; wait until it is done.',
  );
}
