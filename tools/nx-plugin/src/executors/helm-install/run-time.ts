import { SlipwayError } from '@slipway/contracts';
import { deployReleases, writeDeployNotes } from '@slipway/engine';
import { runOperation } from '../release/run-operation.ts';
import type { ReleaseRun } from '../release/run-release-task.ts';

export { runReleaseTask } from '../release/run-release-task.ts';

/** Renders, plans, applies and waits; leaves the note that `deploy` goes on from. */
export async function helmInstall(run: ReleaseRun): Promise<boolean> {
  const { result, plan, isGood } = await runOperation(deployReleases, run, { verify: false });
  if (!plan) throw new SlipwayError({ code: 'EventStreamBroken', message: 'read deploy events: there was no plan.' });
  const { files, clock } = run.clients;
  await writeDeployNotes(run.request.workspaceRoot, plan, result, { files, at: clock.now() });
  return isGood;
}
