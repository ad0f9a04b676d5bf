import { glob, readFile } from 'node:fs/promises';
import { toClusterPaths } from '@slipway/cluster';
import { kubectlJson, NAMESPACE } from './support/cluster.ts';
import { getThroughIngress } from './support/http.ts';
import { runOk } from './support/run.ts';
import { waitFor } from './support/wait-for.ts';
import { workspace } from './support/workspace.ts';

const READY_WITHIN_MS = 60_000;

describe('a cluster of which every process was killed', () => {
  it('is up again with its data, and its pods are Ready within a minute', async () => {
    const { file } = JSON.parse((await getThroughIngress('data-api.localhost', '/')).body) as { file: string };
    const killed = await killEverything();
    expect(killed).toBeGreaterThan(10);
    await expect(getThroughIngress('data-api.localhost', '/readyz')).rejects.toThrow();

    const started = performance.now();
    await runOk('npm', ['run', 'up'], { cwd: workspace });
    const log = await waitFor(
      'the entries of before',
      async () => {
        const answer = await getThroughIngress('backend-api.localhost', '/download_external_logs?env=development');
        return answer.status === 200 && answer.body.includes(file) ? answer.body : undefined;
      },
      { timeoutMs: READY_WITHIN_MS },
    );
    expect(log).toContain(file);
    expect(performance.now() - started).toBeLessThan(READY_WITHIN_MS);

    const { items } = await kubectlJson<{ items: Pod[] }>(['get', 'pods', '-n', NAMESPACE]);
    // A run of health-check has ended, or has found what the crash did.
    const services = items.filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind !== 'Job');
    expect(services.length).toBeGreaterThanOrEqual(3);
    for (const { status } of services) {
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
    }
  });
});

interface Pod {
  metadata: { ownerReferences?: { kind: string }[] };
  status: { conditions: { type: string; status: string }[] };
}

/** Kills supervisor, components and containers at once, as a crash of the machine would. Gives their number. */
async function killEverything(): Promise<number> {
  const { cgroup } = toClusterPaths();
  const all = new Set<number>();
  for (;;) {
    const pids = await pidsBelow(cgroup);
    if (pids.length === 0) return all.size;
    for (const pid of pids) {
      all.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Ended meanwhile.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50)); // The kernel takes a moment to empty a group.
  }
}

async function pidsBelow(cgroup: string): Promise<number[]> {
  const pids = new Set<number>();
  for (const pattern of [`/sys/fs/cgroup/*/${cgroup}/**/cgroup.procs`, `/sys/fs/cgroup/${cgroup}/**/cgroup.procs`]) {
    for await (const path of glob(pattern)) {
      const text = await readFile(path, 'utf8').catch(() => '');
      for (const line of text.split('\n')) if (line !== '') pids.add(Number(line));
    }
  }
  return [...pids];
}
