import type { HostClient, KubeObject } from '@slipway/contracts';

/** The one Lease of a namespace that deployers hold. */
export const LEASE_NAME = 'slipway-deploy';
/** A lease that is not renewed for this long is given up by its holder. */
export const LEASE_SECONDS = 15;

const MEMBERS = 'slipway.dev/members';
const ENVIRONMENT = 'slipway.dev/environment';

/** A process that works under a lease. */
export interface LeaseMember {
  /** `HostClient.identity`. */
  identity: string;
  user: string;
  /** When it began, ISO 8601. */
  since: string;
  /** Releases that it works on. */
  releases: string[];
}

/** A Lease as deployers use it: its holder is a run, which is one process or all tasks of one nx command. */
export interface LeaseState {
  run: string;
  environment: string;
  /** Those at work; empty only in a Lease that something else wrote. */
  members: LeaseMember[];
  /** ISO 8601. */
  since: string;
  /** ISO 8601, by the holder's clock. */
  renewedAt: string;
  durationMs: number;
}

interface LeaseSpec {
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
}

/** What a Lease says. Pure. */
export function readLeaseState({ spec, metadata }: KubeObject): LeaseState {
  const { holderIdentity = '', leaseDurationSeconds, acquireTime = '', renewTime = '' } = (spec ?? {}) as LeaseSpec;
  return {
    run: holderIdentity,
    environment: metadata.annotations?.[ENVIRONMENT] ?? '',
    members: readMembers(metadata.annotations?.[MEMBERS]),
    since: acquireTime,
    renewedAt: renewTime,
    durationMs: (leaseDurationSeconds ?? LEASE_SECONDS) * 1000,
  };
}

function readMembers(text: string | undefined): LeaseMember[] {
  try {
    const members: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(members) ? (members as LeaseMember[]) : [];
  } catch {
    return []; // Edited by hand: it ends by time then.
  }
}

/** The Lease that says it; `base` is the one it replaces. `renewedAt` is now. Pure. */
export function toLease(
  namespace: string,
  { run, environment, members, since, renewedAt }: Omit<LeaseState, 'durationMs'>,
  base?: KubeObject,
): KubeObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      ...base?.metadata,
      name: LEASE_NAME,
      namespace,
      labels: { ...base?.metadata.labels, 'app.kubernetes.io/managed-by': 'slipway' },
      annotations: {
        ...base?.metadata.annotations,
        [ENVIRONMENT]: environment,
        [MEMBERS]: JSON.stringify(members),
      },
    },
    spec: {
      holderIdentity: run,
      leaseDurationSeconds: LEASE_SECONDS,
      acquireTime: microTime(since),
      renewTime: microTime(renewedAt),
    },
  };
}

/** MicroTime of Kubernetes: six digits behind the second. */
function microTime(iso: string): string {
  return new Date(iso).toISOString().replace('Z', '000Z');
}

/** A holder for people: who, where, which process. Pure. */
export function describeHolder({ members, run }: Pick<LeaseState, 'members' | 'run'>): string {
  const [first] = members;
  if (!first) return run || 'another deployer';
  const more = members.length > 1 ? ` and ${members.length - 1} more of its run` : '';
  return `${describeMember(first)}${more}`;
}

/** One process for people. Pure. */
export function describeMember({ identity, user }: Pick<LeaseMember, 'identity' | 'user'>): string {
  const [hostname, , pid] = identity.split('/');
  return `${user}@${hostname} (process ${pid ?? 'unknown'})`;
}

/** This process as a member. Pure. */
export function ownMember(host: HostClient, releases: readonly string[], now: number): LeaseMember {
  return { identity: host.identity, user: host.user, since: new Date(now).toISOString(), releases: [...releases] };
}
