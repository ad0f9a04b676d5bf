import { hintOf } from '@slipway/contracts';
import { explainReference } from './explain-config.ts';
import { MISSING_MS } from './explain-container.ts';
import type { PodFacts } from './explain-pod.ts';
import type { Finding } from './finding.ts';

/** Mounts fail for a moment while volumes are attached, caches filled and networks set up. */
const MOUNT_MS = 12_000;
/** The other node's time to let go of a volume. */
const ATTACHED_MS = 60_000;
/** What the kubelet tells once everything is mounted. */
const AFTER_MOUNT = new Set(['Pulling', 'Pulled', 'Created', 'Started']);

/** What keeps a pod from its first container: volumes, or the pod's own network. Undefined while nothing does. Pure. */
export function explainMount({ pod, events, now, firstSeen }: PodFacts): Finding | undefined {
  const { name, uid = name } = pod.metadata;
  const creatingSince = firstSeen[`${uid}/creating`];
  const hasBegun = events.some(({ reason }) => AFTER_MOUNT.has(reason ?? ''));
  if (creatingSince === undefined || hasBegun) return undefined;
  const failed = events.filter(({ reason }) => reason === 'FailedMount' || reason === 'FailedAttachVolume').at(-1);
  const sandbox = events.filter(({ reason }) => reason === 'FailedCreatePodSandBox').at(-1);
  const message = (failed ?? sandbox)?.message;
  if (message === undefined) return undefined;
  const at = { object: `Pod/${name}`, message };
  const reference = explainReference(message);
  if (reference) return { ...at, ...reference, dueAt: (firstSeen[`${uid}/missing`] ?? now) + MISSING_MS };
  const since = firstSeen[`${uid}/mount-failed`] ?? creatingSince;
  if (!failed) return { ...at, code: 'ContainerStartFailed', hint: 'The node cannot set up the pod (network, runtime).', dueAt: since + MOUNT_MS }; // prettier-ignore
  const dueAt = since + (/Multi-Attach/i.test(message) ? ATTACHED_MS : MOUNT_MS);
  return { ...at, code: 'VolumeMountFailed', hint: hintOf('VolumeMountFailed'), dueAt };
}
