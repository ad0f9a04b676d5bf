import { toStatusText } from '@slipway/cli';
import { releaseStatus } from '@slipway/engine';
import type { ReleaseRun } from '../release/run-release-task.ts';

export { runReleaseTask } from '../release/run-release-task.ts';

/** Shows what runs; false when an installed release is not Ready. */
export async function status({ request, clients, options, print }: ReleaseRun): Promise<boolean> {
  const report = await releaseStatus(request, clients, options.signal);
  print(toStatusText(report).trimEnd());
  return report.releases.every((release) => !release.cause && (release.status === 'absent' || release.isReady));
}
