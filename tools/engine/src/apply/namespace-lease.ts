import type { Clients, KubeObject, TakenOver } from '@slipway/contracts';
import { ExitCodes, KubeKinds, SlipwayError } from '@slipway/contracts';
import type { LeaseMember, LeaseState } from './lease-state.ts';
import { describeHolder, describeMember, LEASE_NAME, ownMember, readLeaseState, toLease } from './lease-state.ts';

const RENEW_MS = 5000;
const POLL_MS = 1000;
/** Tries to leave a lease that others of the same run change at the same time. */
const LEAVE_TRIES = 20;

/** What keeps two deployers of one namespace apart. */
export interface NamespaceLease {
  /** Aborts, with the reason, when the lease was lost. */
  lost: AbortSignal;
  /** Present when it was taken from a deployer that is gone. */
  takenOver?: TakenOver;
  release(): Promise<void>;
}

/** For whom a lease is taken. */
export interface LeaseRequest {
  namespace: string;
  environment: string;
  /** Releases that are worked on under it. */
  releases: readonly string[];
}

type LeaseClients = Pick<Clients, 'kube' | 'clock' | 'host'>;

/**
 * Takes the lease of a namespace, or joins it when it is held by the run that this process belongs to.
 * Throws `Locked` (exit 5) at once when somebody else holds it, or when another process of the same run is at
 * work on one of the releases. A stale one is taken over: at once when all its processes ran on this machine
 * and are gone, else after it was not renewed for its whole duration, counted here: no clock has to agree
 * with another.
 */
export async function takeNamespaceLease(
  request: LeaseRequest,
  clients: LeaseClients,
  signal?: AbortSignal,
): Promise<NamespaceLease> {
  const { kube, clock } = clients;
  const own = ownMember(clients.host, request.releases, clock.now());
  let seen: { renewedAt: string; at: number } | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const made = await createLease(request, own, clients);
    if (made) return keepLease(made, own, request, clients);
    const lease = await kube.get(KubeKinds.Lease, LEASE_NAME, request.namespace);
    if (!lease) continue;
    const state = readLeaseState(lease);
    const { gone, alive } = await sortMembers(state, clients);
    const isOurs = state.run === clients.host.run;
    const rival = isOurs ? alive.find(({ releases }) => releases.some((name) => own.releases.includes(name))) : alive[0]; // prettier-ignore
    const isFree = isOurs ? rival === undefined : alive.length === 0 && gone.length > 0;
    if (!isFree) {
      const now = clock.now();
      if (rival && isOurs) throw locked(request, { ...state, members: [rival] }, own);
      if (Math.abs(now - Date.parse(state.renewedAt)) < state.durationMs) throw locked(request, state, own);
      seen ??= { renewedAt: state.renewedAt, at: now };
      if (seen.renewedAt !== state.renewedAt) throw locked(request, state, own);
      if (now - seen.at <= state.durationMs) {
        await clock.sleep(POLL_MS, signal);
        continue;
      }
    }
    const members = isOurs ? [...alive, own] : [own];
    const since = isOurs && alive.length > 0 ? state.since : own.since;
    const taken = await replaceLease(lease, { run: clients.host.run, environment: request.environment, members, since }, clients); // prettier-ignore
    if (!taken) continue;
    const left = isOurs ? gone : state.members;
    const isTakenOver = !isOurs || gone.length > 0;
    const takenOver = { namespace: request.namespace, holder: describeHolder({ members: left, run: state.run }), since: state.since }; // prettier-ignore
    return { ...keepLease(taken, own, request, clients), ...(isTakenOver ? { takenOver } : {}) };
  }
}

function keepLease(first: KubeObject, own: LeaseMember, request: LeaseRequest, clients: LeaseClients): NamespaceLease {
  const ending = new AbortController();
  const losing = new AbortController();
  let lease = first;
  const renewing = (async () => {
    for (;;) {
      await clients.clock.sleep(RENEW_MS, ending.signal);
      if (ending.signal.aborted) return;
      // A server that does not answer now will later; only a lease in other hands is lost.
      const renewed = await renew(lease, own, request, clients).catch(() => lease);
      if (!renewed) return losing.abort(lost(request));
      lease = renewed;
    }
  })();
  return {
    lost: losing.signal,
    async release() {
      ending.abort();
      await renewing;
      if (!losing.signal.aborted) await leave(lease, own, request, clients).catch(() => undefined);
    },
  };
}

/** The renewed lease; undefined when it is in other hands. Others of the same run renew it as well. */
async function renew(
  known: KubeObject,
  own: LeaseMember,
  { namespace }: LeaseRequest,
  clients: LeaseClients,
): Promise<KubeObject | undefined> {
  const renewed = await replaceLease(known, readLeaseState(known), clients);
  if (renewed) return renewed;
  const fresh = await clients.kube.get(KubeKinds.Lease, LEASE_NAME, namespace);
  return fresh && isMember(fresh, own) ? fresh : undefined;
}

/** Takes this process out of the lease; the last one of a run removes it. */
async function leave(known: KubeObject, own: LeaseMember, request: LeaseRequest, clients: LeaseClients): Promise<void> {
  const { kube } = clients;
  let lease: KubeObject | undefined = known;
  for (let attempt = 0; attempt < LEAVE_TRIES && lease && isMember(lease, own); attempt += 1) {
    const state = readLeaseState(lease);
    const others = state.members.filter(({ identity }) => identity !== own.identity);
    const { alive } = await sortMembers({ members: others }, clients);
    if (alive.length > 0) {
      if (await replaceLease(lease, { ...state, members: alive }, clients)) return;
    } else {
      const { uid, resourceVersion } = lease.metadata;
      const only = { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) };
      if (await kube.delete(KubeKinds.Lease, LEASE_NAME, request.namespace, only)) return;
    }
    lease = await kube.get(KubeKinds.Lease, LEASE_NAME, request.namespace);
  }
}

function isMember(lease: KubeObject, own: LeaseMember): boolean {
  return readLeaseState(lease).members.some(({ identity }) => identity === own.identity);
}

async function sortMembers({ members }: Pick<LeaseState, 'members'>, { host }: LeaseClients) {
  const isGone = await Promise.all(members.map(({ identity }) => host.isGone(identity)));
  return { gone: members.filter((_, index) => isGone[index]), alive: members.filter((_, index) => !isGone[index]) };
}

/** Undefined when there is one already. */
function createLease(request: LeaseRequest, own: LeaseMember, { kube, host, clock }: LeaseClients) {
  const { namespace, environment } = request;
  const renewedAt = new Date(clock.now()).toISOString();
  const state = { run: host.run, environment, members: [own], since: own.since, renewedAt };
  return unless('AlreadyExists', () => kube.create(KubeKinds.Lease, toLease(namespace, state)));
}

/** Undefined when somebody else has changed it meanwhile. */
function replaceLease(
  lease: KubeObject,
  state: Pick<LeaseState, 'run' | 'environment' | 'members' | 'since'>,
  { kube, clock }: LeaseClients,
) {
  const renewedAt = new Date(clock.now()).toISOString();
  const next = toLease(lease.metadata.namespace ?? '', { ...state, renewedAt }, lease);
  return unless('Conflict', () => kube.replace(KubeKinds.Lease, next));
}

async function unless<T>(code: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SlipwayError && error.code === code) return undefined;
    throw error;
  }
}

function locked({ namespace, environment }: LeaseRequest, state: LeaseState, own: LeaseMember): SlipwayError {
  const holder = describeHolder(state);
  const since = state.members[0]?.since ?? state.since;
  return new SlipwayError({
    code: 'Locked',
    message: `deploy to ${environment} as ${describeMember(own)}: ${holder} is at work on namespace ${namespace} since ${since || 'some time'}.`,
    hint: 'Nothing was changed. Run again when it is done; one that was killed on another machine is given up after 15 s.',
    exitCode: ExitCodes.locked,
    details: { namespace, holder, since, self: describeMember(own) },
  });
}

function lost({ namespace }: LeaseRequest): SlipwayError {
  return new SlipwayError({
    code: 'Locked',
    message: `keep the lease of namespace ${namespace}: another deployer has taken it over.`,
    hint: 'This process stood still for too long; run again when the other one is done.',
    exitCode: ExitCodes.locked,
    details: { namespace },
  });
}
