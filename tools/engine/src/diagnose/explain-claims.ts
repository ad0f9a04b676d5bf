import type { KubeObject, Snapshot } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { eventsOf } from './events-of.ts';
import type { Finding } from './finding.ts';
import { asPod } from './pod-types.ts';

/** What no further try of the provisioner mends. */
const FINAL = /not found|no persistent volumes available|no volume plugin matched|forbidden|exceeded quota|invalid/i;
const FINAL_MS = 5000;
/** A provisioner's own errors may pass. */
const PASSING_MS = 30_000;

/** Claims of these pods that nobody binds. A volume that is being made is no fault. Pure. */
export function explainClaims(pods: readonly KubeObject[], snapshot: Snapshot): Finding[] {
  const names = new Set(pods.flatMap(claimNames));
  return snapshot.claims.flatMap((claim): Finding[] => {
    const { name, uid } = claim.metadata;
    if (!names.has(name) || (claim.status as { phase?: string } | undefined)?.phase !== 'Pending') return [];
    const failed = eventsOf(claim, snapshot).filter(({ reason }) => reason === 'ProvisioningFailed' || reason === 'FailedBinding').at(-1); // prettier-ignore
    if (!failed) return [];
    const since = snapshot.firstSeen[`${uid}/claim-refused`] ?? snapshot.now;
    const message = failed.message ?? 'it is not bound';
    const dueAt = since + (FINAL.test(message) ? FINAL_MS : PASSING_MS);
    return [{ object: `PersistentVolumeClaim/${name}`, code: 'VolumeUnbound', message, hint: hintOf('VolumeUnbound'), dueAt }]; // prettier-ignore
  });
}

function claimNames(pod: KubeObject): string[] {
  return (asPod(pod).spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []); // prettier-ignore
}
