import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toCountLine } from './support/count-tests.ts';
import { runScript } from './support/run-script.ts';
import { testOnCluster } from './support/test-on-cluster.ts';

const ENVIRONMENT = join('deploy', 'environments', 'local', 'environment.yaml');

/* The heavy tier's tests of NetworkPolicies: on a cluster that enforces them, as `npm run up` brings it up when asked to. */
await runScript(async (run) => {
  const counts = await testOnCluster(run, {
    project: 'e2e-network-policies',
    config: 'jest.network-policies.config.cjs',
    jestArgs: process.argv.slice(2),
    tools: ['calico'],
    prepare: enforcePolicies,
  });
  process.stdout.write(toCountLine(counts));
  return counts.failed === 0 ? 0 : 1;
});

async function enforcePolicies(workspace: string): Promise<void> {
  const path = join(workspace, ENVIRONMENT);
  const text = await readFile(path, 'utf8');
  const changed = text.replace(/^ {2}provider: .*$/m, '  provider: embedded\n  networkPolicy: true');
  if (changed === text) throw new Error(`${ENVIRONMENT} names no provider`);
  await writeFile(path, changed);
}
