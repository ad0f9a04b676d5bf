import type { DeployResult } from '@slipway/contracts';
import { kubectlJson, NAMESPACE } from './support/cluster.ts';
import { resultOf, startDeploy } from './support/deployer.ts';
import type { FaultChartValues } from './support/fault-chart.ts';
import { soundValues, writeFaultProject } from './support/fault-chart.ts';
import { createRandom } from './support/random.ts';
import { removeProjects } from './support/remove-projects.ts';

const AFTER: Record<string, string> = { 'kill-a': '', 'kill-b': 'kill-a', 'kill-c': '' };
const NAMES = Object.keys(AFTER);
/** How often; each costs two deploys. */
const KILLS = Number(process.env['SLIPWAY_E2E_KILLS'] ?? 6);
const SEED = Number(process.env['SLIPWAY_E2E_SEED'] ?? Date.now() % 100_000);

describe(`a deployer that is killed at a random moment (SLIPWAY_E2E_SEED=${SEED})`, () => {
  const random = createRandom(SEED);
  let sound: FaultChartValues;
  let version = 0;
  let workMs = 0;

  beforeAll(async () => {
    sound = await soundValues('Deployment');
    await writeNext();
    resultOf(await startDeploy(NAMES).ended);
    await writeNext();
    const deployer = startDeploy(NAMES);
    await deployer.begun;
    const begunAt = performance.now();
    expect(resultOf(await deployer.ended).exitCode).toBe(0);
    workMs = performance.now() - begunAt;
  });

  afterAll(() => removeProjects(...NAMES));

  it.each(Array.from({ length: KILLS }, (_, index) => index + 1))(
    'is followed by one that succeeds and says what it recovered (%i)',
    async () => {
      await writeNext();
      const first = startDeploy(NAMES);
      await first.begun;
      const atMs = Math.round(random() * workMs);
      await new Promise((resolve) => setTimeout(resolve, atMs));
      first.kill('SIGKILL');
      const { exitCode, stderr } = await first.ended;
      const result = resultOf(await startDeploy(NAMES).ended);
      const told = `killed ${atMs} of ${Math.round(workMs)} ms after the first step:\n${stderr}`;
      expect([told, result.exitCode, ...result.releases.map(({ cause }) => cause)]).toEqual([told, 0, ...NAMES.map(() => undefined)]); // prettier-ignore
      // One that was quicker this time was not killed, and left nothing behind.
      expect([told, saysRecovered(result)]).toEqual([told, exitCode === null]);
      expect(await served()).toEqual(NAMES.map((name) => [name, String(version), 1, 1]));
    },
  );

  async function writeNext(): Promise<void> {
    version += 1;
    for (const [name, after] of Object.entries(AFTER)) {
      const kind = name === 'kill-c' ? 'StatefulSet' : 'Deployment';
      await writeFaultProject(name, { ...sound, kind, version: String(version) }, { after });
    }
  }
});

function saysRecovered({ takenOver, releases }: DeployResult): boolean {
  return takenOver !== undefined || releases.some(({ status }) => status === 'recovered');
}

async function served(): Promise<unknown[]> {
  const { items } = await kubectlJson<{ items: Workload[] }>(['get', 'deployments,statefulsets', '-n', NAMESPACE]);
  return items
    .filter(({ metadata }) => NAMES.includes(metadata.name))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map(({ metadata, spec, status }) => [
      metadata.name,
      spec.template.metadata.annotations?.version,
      status.readyReplicas,
      status.updatedReplicas,
    ]);
}

interface Workload {
  metadata: { name: string };
  spec: { template: { metadata: { annotations?: { version?: string } } } };
  status: { readyReplicas?: number; updatedReplicas?: number };
}
