import { verifyReleases } from '@slipway/engine';
import { runOperation } from '../release/run-operation.ts';
import type { ReleaseRun } from '../release/run-release-task.ts';

export { runReleaseTask } from '../release/run-release-task.ts';

/** Runs the release's tests, records the attempt, and takes the release back when they fail. */
export async function deploy(run: ReleaseRun): Promise<boolean> {
  return (await runOperation(verifyReleases, run)).isGood;
}
