import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from './support/count-tests.ts';
import { toCountLine } from './support/count-tests.ts';
import { planEndToEnd } from './support/heavy-tier.ts';
import { runCounted } from './support/run-counted.ts';
import type { ScriptRun } from './support/run-script.ts';
import { runScript } from './support/run-script.ts';
import { testOnCluster } from './support/test-on-cluster.ts';
import { workspaceRoot } from './support/workspace-root.ts';

let wasCounted = false;
await runScript(async (run) => {
  const counts = await e2e(run);
  wasCounted = true;
  process.stdout.write(toCountLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
if (!wasCounted) process.stdout.write(toCountLine({ passed: 0, failed: 1 }));

/** What was asked for: tests on a cluster, and the heavy tier after them. */
async function e2e(run: ScriptRun): Promise<Counts> {
  const files = readdirSync(join(workspaceRoot, 'tools', 'e2e', 'src')).filter((name) =>
    /\.(e2e|full)\.test\.ts$/.test(name),
  );
  const { jestArgs, heavy } = planEndToEnd(process.argv.slice(2), files);
  const total: Counts = { passed: 0, failed: 0 };
  const add = ({ passed, failed }: Counts) => {
    total.passed += passed;
    total.failed += failed;
  };
  if (jestArgs) add(await testOnCluster(run, { project: 'e2e', config: 'jest.config.cjs', jestArgs }));
  for (const { args } of heavy) {
    run.progress.end();
    add(await runCounted(args, { signal: run.signal, onLine: run.say }));
  }
  return total;
}
