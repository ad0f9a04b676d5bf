import { rollbackReleases } from '@slipway/engine';
import { runOperation } from '../release/run-operation.ts';
import type { ReleaseRun } from '../release/run-release-task.ts';

export { runReleaseTask } from '../release/run-release-task.ts';

/** Takes the release back to the revision that served before. */
export async function rollback(run: ReleaseRun): Promise<boolean> {
  return (await runOperation(rollbackReleases, run)).isGood;
}
