import type { Clients, KubeObject } from '@slipway/contracts';
import { ExitCodes, KubeKinds, SlipwayError } from '@slipway/contracts';

/** A lease that is not renewed for this long is given up by its holder. */
const DURATION_SECONDS = 15;
const RENEW_MS = 5000;
const POLL_MS = 1000;

/** What keeps two deployers of one release apart. */
export interface ReleaseLease {
  /** Aborts when the lease was lost. */
  lost: AbortSignal;
  release(): Promise<void>;
}

interface LeaseSpec {
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
}

/**
 * Takes the lease of one release. Throws `Locked` (exit 5) when another deployer holds and renews it. A
 * stale one is taken over: at once when its holder ran on this machine and is gone, else after it was not
 * renewed for its whole duration, counted here, so that no clock has to agree with another.
 */
export async function takeLease(
  ref: { name: string; namespace: string },
  clients: Pick<Clients, 'kube' | 'clock' | 'host'>,
  signal?: AbortSignal,
): Promise<ReleaseLease> {
  const { kube, clock, host } = clients;
  const name = `slipway-deploy.${ref.name}`;
  let held = await createLease(name, ref, clients);
  let seen: { renewTime: string; at: number } | undefined;
  while (!held) {
    signal?.throwIfAborted();
    const lease = await kube.get(KubeKinds.Lease, name, ref.namespace);
    if (!lease) {
      held = await createLease(name, ref, clients);
      continue;
    }
    const spec = (lease.spec ?? {}) as LeaseSpec;
    const renewTime = spec.renewTime ?? '';
    seen ??= { renewTime, at: clock.now() };
    if (seen.renewTime !== renewTime) throw locked(ref.name, spec);
    const isStale = clock.now() - seen.at > (spec.leaseDurationSeconds ?? DURATION_SECONDS) * 1000;
    if (isStale || (await host.isGone(spec.holderIdentity ?? ''))) {
      held = await replaceLease(lease, clients).catch(() => undefined);
      if (held) continue;
      seen = undefined;
    }
    await clock.sleep(POLL_MS, signal);
  }
  return keepLease(held, name, ref.namespace, clients);
}

function keepLease(
  first: KubeObject,
  name: string,
  namespace: string,
  clients: Pick<Clients, 'kube' | 'clock' | 'host'>,
): ReleaseLease {
  const ending = new AbortController();
  const losing = new AbortController();
  let lease = first;
  const renewing = (async () => {
    while (!ending.signal.aborted) {
      await clients.clock.sleep(RENEW_MS, ending.signal);
      if (ending.signal.aborted) return;
      try {
        lease = await replaceLease(lease, clients);
      } catch (error) {
        // Only a lease in other hands is lost; a server that does not answer now will later.
        if (error instanceof SlipwayError && error.code === 'Conflict') return losing.abort(lost(name));
      }
    }
  })();
  return {
    lost: losing.signal,
    async release() {
      ending.abort();
      await renewing;
      if (losing.signal.aborted) return;
      const uid = lease.metadata.uid;
      await clients.kube.delete(KubeKinds.Lease, name, namespace, uid ? { uid } : {}).catch(() => false);
    },
  };
}

async function createLease(
  name: string,
  ref: { name: string; namespace: string },
  { kube, clock, host }: Pick<Clients, 'kube' | 'clock' | 'host'>,
): Promise<KubeObject | undefined> {
  const now = microTime(clock.now());
  try {
    return await kube.create(KubeKinds.Lease, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: ref.namespace, labels: { 'app.kubernetes.io/managed-by': 'slipway' } },
      spec: { holderIdentity: host.identity, leaseDurationSeconds: DURATION_SECONDS, acquireTime: now, renewTime: now },
    });
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'AlreadyExists') return undefined;
    throw error;
  }
}

function replaceLease(lease: KubeObject, { kube, clock, host }: Pick<Clients, 'kube' | 'clock' | 'host'>) {
  const spec = (lease.spec ?? {}) as LeaseSpec;
  const now = microTime(clock.now());
  const isOurs = spec.holderIdentity === host.identity;
  return kube.replace(KubeKinds.Lease, {
    ...lease,
    spec: { ...spec, holderIdentity: host.identity, renewTime: now, ...(isOurs ? {} : { acquireTime: now }) },
  });
}

/** MicroTime of Kubernetes: six digits behind the second. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

function locked(release: string, spec: LeaseSpec): SlipwayError {
  const [hostname, , pid] = (spec.holderIdentity ?? '').split('/');
  const who = hostname ? `a deployer on ${hostname} (process ${pid ?? 'unknown'})` : 'another deployer';
  return new SlipwayError({
    code: 'Locked',
    message: `deploy release ${release}: ${who} is at work on it since ${spec.acquireTime ?? 'some time'}.`,
    hint: 'Run again when it is done.',
    exitCode: ExitCodes.locked,
    details: { holder: spec.holderIdentity, since: spec.acquireTime },
  });
}

function lost(name: string): SlipwayError {
  return new SlipwayError({
    code: 'Locked',
    message: `keep lease ${name}: another deployer has taken it over.`,
    hint: 'This machine stood still for too long; run again.',
    exitCode: ExitCodes.locked,
  });
}
