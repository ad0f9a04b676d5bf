import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runProcess } from '@slipway/clients';
import type { BuiltPackage } from './build-package.ts';
import { buildPackage } from './build-package.ts';
import { listFiles } from './write-tarball.ts';

const workspaceRoot = join(import.meta.dirname, '..', '..', '..', '..');
jest.setTimeout(60_000);

let home: string;
let built: BuiltPackage;
let files: string[];

beforeAll(async () => {
  // Within the workspace, so that the packages it depends on are found.
  mkdirSync(join(workspaceRoot, 'tmp'), { recursive: true });
  home = mkdtempSync(join(workspaceRoot, 'tmp', 'package-'));
  built = await buildPackage({ workspaceRoot, outDir: join(home, 'one') });
  files = await listFiles(built.folder);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function runPacked(...args: string[]) {
  const slipway = join(built.folder, 'bin', 'slipway.js');
  return runProcess(process.execPath, [slipway, ...args], { cwd: home });
}

describe('the packed plugin', () => {
  it('holds what Nx, npm and people look for', () => {
    expect([...new Set(files.map((file) => file.split('/')[0]))]).toEqual([
      'LICENSE',
      'README.md',
      'bin',
      'deploy',
      'executors.json',
      'generators.json',
      'lib',
      'package.json',
      'tools',
    ]);
  });

  it('holds no tests, no fixtures, and no TypeScript but what a key of the tool cache is made from and templates', () => {
    expect(files.filter((file) => /\.test\.|_test\.go$|__fixtures__|__golden__|node_modules/.test(file))).toEqual([]);
    const typeScript = files.filter((file) => file.endsWith('.ts'));
    expect(typeScript.filter((file) => !/^tools\/toolchain\/src\/(kinds\/)?schemas\//.test(file))).toEqual([]);
  });

  it('has every file that its executors, generators and manifest name', () => {
    const names = ['executors.json', 'generators.json', 'package.json'].flatMap((file) =>
      [...readFileSync(join(built.folder, file), 'utf8').matchAll(/"\.\/([^"*]+)"/g)].map(([, path]) => path),
    );
    expect(names).toEqual(expect.arrayContaining(['lib/index.js', 'lib/executors-deploy-executor.js']));
    expect(names.filter((name) => !files.includes(name ?? ''))).toEqual([]);
  });

  it('imports nothing of this workspace by name', () => {
    const code = files.filter((file) => file.startsWith('lib/'));
    const imports = code.flatMap((file) => [
      ...readFileSync(join(built.folder, file), 'utf8').matchAll(/^(?:import|export) .*"(@slipway[^"]*)"/gm),
    ]);
    expect(imports.map(([, name]) => name)).toEqual([]);
  });

  it('is the same to the byte when it is built again', async () => {
    const again = await buildPackage({ workspaceRoot, outDir: join(home, 'two') });
    expect(readFileSync(again.tarball).equals(readFileSync(built.tarball))).toBe(true);
    const tar = gunzipSync(readFileSync(built.tarball)).toString('latin1');
    expect(tar.includes(workspaceRoot)).toBe(false);
  });

  it('runs the command line, which finds its data', async () => {
    const { stdout: version } = await runPacked('--version');
    expect(version.trim()).toBe('0.1.0');
    const { stdout } = await runPacked('toolchain', 'list', '--json');
    const own = await runProcess('npx', ['slipway', 'toolchain', 'list', '--json'], { cwd: workspaceRoot });
    const keys = (text: string) =>
      (JSON.parse(text) as { tools: { name: string; version: string }[] }).tools.map((tool) => tool.name);
    expect(keys(stdout)).toEqual(keys(own.stdout));
  });

  it('gives Nx what it asks of a plugin, by require', async () => {
    const code = `const plugin = require(${JSON.stringify(join(built.folder, 'lib/index.js'))});
      const { createNodes, createNodesV2, preTasksExecution, postTasksExecution } = plugin;
      console.log([createNodes[0], createNodesV2 === createNodes, typeof preTasksExecution, typeof postTasksExecution].join(' '));`;
    const { stdout } = await runProcess(process.execPath, ['-e', code], { cwd: home });
    expect(stdout.trim()).toBe(
      '**/{project.json,package.json,Chart.yaml,Dockerfile,environment.yaml} true function function',
    );
  });
});
