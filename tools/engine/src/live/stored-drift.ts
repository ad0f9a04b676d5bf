import type { FieldChange, KubeObject, StatusDrift } from '@slipway/contracts';
import { WORKLOAD_KINDS } from '@slipway/contracts';
import { decodeRelease } from '../apply/helm-storage.ts';
import { parseYamlDocuments } from '../catalog/parse-yaml.ts';
import { wantedWorkloads } from './read-live.ts';
import { autoscaledWorkloads, wasEditedByHand, workloadDrift } from './workload-drift.ts';

const WORKLOAD_DOCUMENT = new RegExp(`^kind: (${WORKLOAD_KINDS.join('|')})\\s*$`, 'gm');

/**
 * Whether somebody changed a release's workloads since Helm wrote them. `secret`: the newest revision. Its manifest is
 * parsed only where a workload shows the hand of somebody else, or where their number is not what was written.
 */
export async function storedDrift(secret: KubeObject | undefined, live: readonly KubeObject[]): Promise<StatusDrift> {
  const unknown: StatusDrift = { state: 'unknown', fields: [] };
  if (secret?.metadata.labels?.status !== 'deployed') return unknown;
  try {
    const { manifest = '' } = decodeRelease(secret);
    const written = manifest.match(WORKLOAD_DOCUMENT)?.length ?? 0;
    if (written === live.length && !live.some(wasEditedByHand)) return { state: 'none', fields: [] };
    const objects = (await parseYamlDocuments(manifest, secret.metadata.name)) as KubeObject[];
    const autoscaled = autoscaledWorkloads(objects);
    const changes = wantedWorkloads(objects).flatMap((wanted) => changesOf(wanted, live, autoscaled));
    const fields = changes.map(({ kind, name, path }) => ({ kind, name, path }));
    return { state: fields.length > 0 ? 'drifted' : 'none', fields };
  } catch {
    return unknown; // Written by something else than Helm 3 or 4: no reason to show nothing at all.
  }
}

function changesOf(wanted: KubeObject, live: readonly KubeObject[], autoscaled: ReadonlySet<string>): FieldChange[] {
  const { kind, metadata } = wanted;
  const found = live.find((candidate) => candidate.kind === kind && candidate.metadata.name === metadata.name);
  return workloadDrift(wanted, found, { ignoreReplicas: autoscaled.has(`${kind}/${metadata.name}`) });
}
