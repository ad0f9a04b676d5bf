import { undeployReleases } from '@slipway/engine';
import { runOperation } from '../release/run-operation.ts';
import type { ReleaseRun } from '../release/run-release-task.ts';

export { runReleaseTask } from '../release/run-release-task.ts';

/** Removes the release. */
export async function undeploy(run: ReleaseRun): Promise<boolean> {
  return (await runOperation(undeployReleases, run)).isGood;
}
