import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { revisionOf } from './support/cluster.ts';
import { commitAll, edit, nx, readJson, workspace } from './support/workspace.ts';

interface Deployed {
  verdict: { status: string };
}

const services = ['backend-api', 'data-api'];

describe('nx affected -t deploy', () => {
  beforeEach(() => commitAll('before the edit'));

  it('redeploys both services after an edit in a library, data-api first', async () => {
    const before = await revisions();
    await edit('libs/logging/src/index.ts', (text) => `${text}\nexport const buildMark = '${Date.now()}';\n`);
    await edit('libs/service-kit/src/index.ts', (text) => `${text}\nexport { buildMark } from '@slipway/logging';\n`);
    for (const name of services) {
      await edit(
        `apps/${name}/src/main.ts`,
        (text) =>
          `import { buildMark } from '@slipway/service-kit';\n${text}\nprocess.env['BUILD_MARK'] ??= buildMark;\n`,
      );
    }
    await affectedDeploy();

    const after = await revisions();
    for (const name of services) expect(after[name]).toBe((before[name] ?? 0) + 1);
    const [backend, data] = await Promise.all(
      services.map((name) => stat(join(workspace, `dist/deploys/local/${name}.json`))),
    );
    expect(data?.mtimeMs).toBeLessThan(backend?.mtimeMs ?? 0);
  });

  it('redeploys only data-api after an edit of its values', async () => {
    const before = await revisions();
    await edit('deploy/charts/data-api/values.yaml', (text) => `${text}\npodAnnotations:\n  e2e: "${Date.now()}"\n`);
    await affectedDeploy();

    const after = await revisions();
    expect(after['data-api']).toBe((before['data-api'] ?? 0) + 1);
    expect(after['backend-api']).toBe(before['backend-api']);
  });

  it('leaves every release unchanged after an edit of a test', async () => {
    const before = await revisions();
    const images = await imageTimes();
    const test = await anyTestOf('libs/logging');
    await edit(test, (text) => `${text}\n// An edit that changes no behaviour.\n`);
    await affectedDeploy();

    expect(await revisions()).toEqual(before);
    expect(await imageTimes()).toEqual(images);
    for (const name of services) {
      expect((await readJson<Deployed>(`dist/deploys/local/${name}.json`)).verdict.status).toBe('unchanged');
    }
  });
});

async function affectedDeploy(): Promise<void> {
  const { exitCode, stdout, stderr } = await nx(['affected', '-t', 'deploy', '--base=HEAD']);
  if (exitCode !== 0) throw new Error(`nx affected -t deploy: exit code ${exitCode}\n${stdout}\n${stderr}`);
}

async function revisions(): Promise<Record<string, number>> {
  return Object.fromEntries(await Promise.all(services.map(async (name) => [name, await revisionOf(name)] as const)));
}

async function imageTimes(): Promise<number[]> {
  return Promise.all(
    services.map(async (name) => (await stat(join(workspace, `dist/images/${name}/index.json`))).mtimeMs),
  );
}

async function anyTestOf(folder: string): Promise<string> {
  const { glob } = await import('node:fs/promises');
  for await (const file of glob(`${folder}/src/**/*.unit.test.ts`, { cwd: workspace })) return file;
  throw new Error(`no test in ${folder}`);
}
