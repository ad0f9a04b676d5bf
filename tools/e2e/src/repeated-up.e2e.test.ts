import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployResult } from '@slipway/contracts';
import { kubectl, NAMESPACE, revisionOf } from './support/cluster.ts';
import { runOk } from './support/run.ts';
import { slipway, workspace } from './support/workspace.ts';

const services = ['backend-api', 'data-api', 'health-check', 'internal-service'];

describe('npm run up, when everything is up', () => {
  it('builds nothing, pushes nothing and adds no revision', async () => {
    const before = await state();
    await runOk('npm', ['run', 'up'], { cwd: workspace });

    expect(await state()).toEqual(before);
  });
});

describe('slipway deploy --all, when everything is up', () => {
  it('finds all releases unchanged and writes nothing to the cluster', async () => {
    const before = await written();
    const { exitCode, stdout } = await slipway(['deploy', '--all', '--json']);
    const { releases } = JSON.parse(stdout) as DeployResult;

    expect(exitCode).toBe(0);
    expect(releases.map(({ name, status }) => `${name} ${status}`).sort()).toEqual(
      services.map((name) => `${name} unchanged`),
    );
    expect(await written()).toBe(before);
  });
});

/** Versions of what the engine writes: Helm's revisions and its records, Leases, and the specs of workloads. */
async function written(): Promise<string> {
  const objects = '{range .items[*]}{.kind} {.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}';
  const specs = '{range .items[*]}{.kind} {.metadata.name} {.metadata.generation}{"\\n"}{end}';
  const texts = await Promise.all([
    kubectl(['get', 'secrets,leases,configmaps', '-n', NAMESPACE, '-o', `jsonpath=${objects}`]),
    kubectl(['get', 'deployments,statefulsets,cronjobs', '-n', NAMESPACE, '-o', `jsonpath=${specs}`]),
  ]);
  return texts.join('\n');
}

async function state(): Promise<unknown> {
  return Promise.all(
    services.map(async (name) => ({
      name,
      revision: await revisionOf(name),
      builtAt: (await stat(join(workspace, `dist/images/${name}/index.json`))).mtimeMs,
    })),
  );
}
