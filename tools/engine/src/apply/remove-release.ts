import type { KubeObject, PlannedRelease } from '@slipway/contracts';
import { parseYamlDocuments } from '../catalog/parse-yaml.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { newestRevision } from './helm-storage.ts';
import { operation } from './operation.ts';
import { removeHooks } from './remove-hooks.ts';
import type { Outcome, RunContext } from './run-context.ts';
import { toStopCause } from './stop-cause.ts';
import { ownersOf, waitForRemoval } from './wait-for-removal.ts';

/** Pods are given their grace period and a little more. */
const REMOVAL_MS = 120_000;

/** Uninstalls one release with its hooks, and waits until its workloads and pods are gone. */
export async function removeRelease(planned: PlannedRelease, context: RunContext): Promise<Outcome> {
  const { clients, emit, openView, signal } = context;
  const { clock, helm, kube } = clients;
  if (planned.action === 'none') return { status: 'unchanged', revision: 0 };
  const { name } = planned;
  const toCause = (error: unknown) => (signal.aborted ? toStopCause(signal.reason, name) : toErrorCause(error, name));
  try {
    await operation({ release: name, kind: 'uninstall', emit, toCause }, async () => {
      const view = await openView(planned.namespace);
      const owners = ownersOf(planned, view);
      const hooks = await parseYamlDocuments(await helm.hooks(planned, signal), `the hooks of ${name}`);
      await helm.uninstall(planned, signal);
      await removeHooks(hooks as KubeObject[], planned.namespace, kube);
      const left = await waitForRemoval(planned, owners, view, { clock, deadlineMs: REMOVAL_MS, signal });
      return left ? `still ending: ${left}` : undefined;
    });
    return { status: 'uninstalled', revision: 0 };
  } catch (error) {
    return { status: 'failed', revision: await newestRevision(planned, kube), cause: toCause(error) };
  }
}
