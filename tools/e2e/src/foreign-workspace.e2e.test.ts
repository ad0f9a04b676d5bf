import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kubectl, revisionOf } from './support/cluster.ts';
import { getThroughIngress } from './support/http.ts';
import { run, runOk } from './support/run.ts';
import { waitFor } from './support/wait-for.ts';
import { nx, readJson, workspace } from './support/workspace.ts';

const NAMESPACE = 'e2e-foreign';
const NAME = 'shop';

let foreign: string;

/** Runs nx there; fails with all that it printed. */
const there = (args: string[]) => runOk('npx', ['nx', ...args], { cwd: foreign });

describe('a workspace that is not ours', () => {
  beforeAll(async () => {
    foreign = await mkdtemp(join(dirname(workspace), 'foreign-'));
    await installPackages();
    await writeApp();
  });
  afterAll(async () => {
    await run('npx', ['nx', 'run-many', '-t', 'undeploy'], { cwd: foreign });
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false', '--ignore-not-found']);
    await rm(foreign, { recursive: true, force: true });
  });

  it('is set up by init, and left as it is when that runs again', async () => {
    await there(['g', '@slipway/nx:init', '--project', NAME, '--namespace', NAMESPACE, '--no-interactive']);
    expect(JSON.parse(await readThere('nx.json')).plugins).toEqual(['@slipway/nx']);
    const again = await there(['g', '@slipway/nx:init', '--project', NAME, '--no-interactive', '--dry-run']);
    expect(again.stdout).not.toMatch(/^(CREATE|UPDATE|DELETE) /m);
  });

  it('builds, checks and deploys its app, which answers through the ingress', async () => {
    await there(['run-many', '-t', 'docker', 'helm-lint', 'deploy']);
    expect(await verdict()).toMatchObject({ status: 'deployed', revision: 1 });
    const answer = await waitFor(
      'the app to answer',
      async () => {
        const got = await getThroughIngress(`${NAME}.localhost`, '/');
        return got.status === 200 ? got : undefined;
      },
      { timeoutMs: 30_000 },
    );
    expect(JSON.parse(answer.body)).toEqual({ shop: 'open' });
  });

  it('has nothing to do the second time, also by other names and by the command line', async () => {
    const built = await stat(join(foreign, `dist/images/${NAME}/index.json`));
    const options = { targets: { deploy: 'ship', docker: 'image' } };
    await write('nx.json', JSON.stringify({ ...SETTINGS, plugins: [{ plugin: '@slipway/nx', options }] }));
    await there(['run-many', '-t', 'image', 'helm-lint', 'ship']);
    expect(await verdict()).toMatchObject({ status: 'unchanged', revision: 1 });
    await runOk('npx', ['slipway', 'deploy', '--all'], { cwd: foreign });
    expect(await revisionOf(NAME, NAMESPACE)).toBe(1);
    expect((await stat(join(foreign, `dist/images/${NAME}/index.json`))).mtimeMs).toBe(built.mtimeMs);
  });
});

/** What `npm install ./slipway-nx-….tgz` leaves: there is no network here, so packages come from our own installation. */
async function installPackages(): Promise<void> {
  const { exitCode, stdout, stderr } = await nx(['build', 'nx-plugin']);
  if (exitCode !== 0) throw new Error(`nx build nx-plugin: exit code ${exitCode}\n${stdout}\n${stderr}`);
  const modules = join(foreign, 'node_modules');
  await runOk('cp', ['-al', join(workspace, 'node_modules'), modules], { cwd: foreign });
  for (const ours of ['@slipway', '.bin/slipway', '.cache'])
    await rm(join(modules, ours), { recursive: true, force: true });
  const { version } = await readJson<{ version: string }>('tools/nx-plugin/package.json');
  const plugin = join(modules, '@slipway', 'nx');
  await mkdir(plugin, { recursive: true });
  await cp(join(workspace, `dist/packages/slipway-nx-${version}.tgz`), join(foreign, 'plugin.tgz'));
  await runOk('tar', ['-xzf', 'plugin.tgz', '-C', plugin, '--strip-components=1'], { cwd: foreign });
  await symlink('../@slipway/nx/bin/slipway.js', join(modules, '.bin', 'slipway'));
  await checkDependencies(plugin, modules);
}

/** The packages at hand must be those that the plugin asks for. */
async function checkDependencies(plugin: string, modules: string): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(plugin, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const [name, version] of Object.entries(dependencies)) {
    const found = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')) as { version: string };
    expect(`${name} ${found.version}`).toBe(`${name} ${version}`);
  }
}

const SETTINGS = { neverConnectToCloud: true, analytics: false, useDaemonProcess: false };

async function writeApp(): Promise<void> {
  await write('package.json', JSON.stringify({ name: 'foreign', private: true, version: '0.0.0' }));
  await write('nx.json', JSON.stringify(SETTINGS));
  await write('.gitignore', 'node_modules\n.nx\n');
  const build = {
    executor: 'nx:run-commands',
    cache: true,
    outputs: [`{workspaceRoot}/out/${NAME}`],
    options: {
      command: `esbuild apps/${NAME}/src/main.js --bundle --platform=node --outfile=out/${NAME}/main.js`,
    },
  };
  await write(`apps/${NAME}/project.json`, JSON.stringify({ name: NAME, targets: { build } }));
  await write(
    `apps/${NAME}/src/main.js`,
    `const app = require('express')();
app.get('/', (_request, response) => response.json({ shop: 'open' }));
app.listen(Number(process.env.PORT), process.env.HOST);
`,
  );
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(foreign, file)), { recursive: true });
  await writeFile(join(foreign, file), text);
}

async function readThere(file: string): Promise<string> {
  return readFile(join(foreign, file), 'utf8');
}

async function verdict(): Promise<{ status: string; revision: number }> {
  return JSON.parse(await readThere(`dist/deploys/local/${NAME}.json`)).verdict;
}
