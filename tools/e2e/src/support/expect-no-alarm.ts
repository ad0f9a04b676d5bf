import { nodeImage, removeReleases, writeReleases } from './broken-release.ts';
import { kubectl } from './cluster.ts';
import { deployProjects } from './deploy-projects.ts';
import { nameOf, type SlowStart, toReleases } from './slow-starts.ts';

/** Deploys healthy releases that are slow, all in one command beside each other, and wants every one of them deployed. */
export async function expectNoAlarm(environment: string, starts: readonly SlowStart[]): Promise<void> {
  const releases = toReleases(starts, environment, await nodeImage());
  await writeReleases(environment, releases);
  try {
    const { exitCode, verdicts } = await deployProjects(environment, starts.map(nameOf), starts.length);
    const ends = starts.map((start) => {
      const { status, cause, durationMs = 0 } = verdicts.get(nameOf(start)) ?? {};
      // One that is not waited for would be no proof.
      return { name: start.name, status, cause, tookItsTime: durationMs >= start.seconds * 1000 };
    });
    expect(ends).toEqual(starts.map(({ name }) => ({ name, status: 'deployed', cause: undefined, tookItsTime: true })));
    expect(exitCode).toBe(0);
  } finally {
    await kubectl(['delete', 'namespace', environment, '--wait=false', '--ignore-not-found']);
    await removeReleases(environment, releases);
  }
}
