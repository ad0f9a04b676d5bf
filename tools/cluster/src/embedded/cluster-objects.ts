import { setTimeout as sleep } from 'node:timers/promises';
import { clusterError } from '../cluster-errors.ts';
import { toIntegrationKeySecret, toRestrictedNamespace } from '../integration-keys.ts';
import { NODE_NAME } from '../names.ts';
import type { AddonFacts } from './addons/addon-objects.ts';
import { toAddonObjects } from './addons/addon-objects.ts';
import type { Stage } from './components.ts';
import type { KubeApi } from './kube/kube-api.ts';
import type { KubeObject } from './kube/kube-object.ts';
import { waitFor } from './wait-for.ts';

const NODE_TIMEOUT_MS = 60_000;

/** What is applied beside the stages' own objects. */
export interface ApplyRequest extends AddonFacts {
  /** Namespaces made, with restricted pod security and integration keys. */
  namespaces: readonly string[];
  signal?: AbortSignal | undefined;
}

/** Applies the objects of the stages. Applying again changes nothing; existing keys stay. */
export async function applyObjects(kube: KubeApi, stages: readonly Stage[], request: ApplyRequest): Promise<void> {
  const { namespaces, signal } = request;
  for (const object of stages.flatMap((stage) => toAddonObjects(stage, request)))
    await applyPatiently(kube, object, signal);
  for (const namespace of namespaces) {
    await applyPatiently(kube, toRestrictedNamespace(namespace), signal);
    await kube.create(toIntegrationKeySecret(namespace), signal);
  }
}

/** A young API server refuses for a moment while its caches and default namespaces come up. */
async function applyPatiently(kube: KubeApi, object: KubeObject, signal?: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await kube.apply(object, signal);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= 20) throw error;
      await sleep(100 * Math.min(attempt, 5), undefined, signal ? { signal } : {});
    }
  }
}

/**
 * Waits until the node is Ready. After a crash the API still shows the former state, so the kubelet's
 * lease must have been renewed after `since`, the start of the components, where they were started now.
 */
export async function waitForNode(kube: KubeApi, since: Date | undefined, signal?: AbortSignal): Promise<void> {
  const earliest = since?.getTime() ?? Date.now() - LEASE_DURATION_MS;
  let seen = 'not registered';
  const ready = await waitFor(
    async () => {
      const [node, lease] = await Promise.all([
        kube.get(`/api/v1/nodes/${NODE_NAME}`, signal),
        kube.get(`/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${NODE_NAME}`, signal),
      ]);
      const conditions = (node.body as NodeBody).status?.conditions ?? [];
      const condition = conditions.find(({ type }) => type === 'Ready');
      if (condition) seen = `${condition.reason}: ${condition.message}`;
      const renewed = Date.parse((lease.body as LeaseBody).spec?.renewTime ?? '');
      return condition?.status === 'True' && renewed >= earliest ? true : undefined;
    },
    { timeoutMs: NODE_TIMEOUT_MS, signal },
  );
  if (ready) return;
  throw clusterError({
    code: 'ComponentFailed',
    message: `wait for node ${NODE_NAME} to be Ready: ${seen}.`,
    hint: 'Look at kubelet.log and containerd.log in the logs folder of the cluster.',
  });
}

/** How long the kubelet's lease is good for; it renews it every 10 s. */
const LEASE_DURATION_MS = 40_000;
interface NodeBody {
  status?: { conditions?: { type: string; status: string; reason: string; message: string }[] };
}
interface LeaseBody {
  spec?: { renewTime?: string };
}
