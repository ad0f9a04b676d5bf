import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { workspaceRoot } from './support/workspace-root.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-bootstrap-'));
  const scripts = join(root, 'tools', 'scripts');
  mkdirSync(join(scripts, 'src'), { recursive: true });
  for (const file of ['bootstrap.mjs', 'compile-cache.mjs']) {
    cpSync(join(workspaceRoot, 'tools', 'scripts', file), join(scripts, file));
  }
  writeFileSync(join(scripts, 'src', 'down.ts'), 'process.stdout.write(`ran ${process.argv.slice(2).join()}`);');
  writeFileSync(join(root, '.nvmrc'), '24.21.0\n');
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { 'node_modules/nx': { version: '1' } } }));
  // Stands in for npm: notes that it ran, and leaves what an installation leaves.
  writeFileSync(
    join(root, 'npm.js'),
    `const fs = require('node:fs'); fs.appendFileSync('npm-runs', process.argv.slice(2).join(' ') + '\\n');
     setTimeout(() => {
       fs.mkdirSync('node_modules/nx', { recursive: true });
       fs.writeFileSync('node_modules/nx/package.json', '{}');
       fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
       fs.mkdirSync('node_modules/.bin', { recursive: true });
       try { fs.symlinkSync(process.execPath, 'node_modules/.bin/node'); } catch {}
     }, 200);`,
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const bootstrap = (...args: string[]) =>
  runProcess(process.execPath, [join(root, 'tools', 'scripts', 'bootstrap.mjs'), ...args], {
    env: { ...process.env, npm_execpath: join(root, 'npm.js') },
    okCodes: [0, 1, 64, 130, 143],
  });
/** One quiet installation of what the lock file says, without install scripts. */
const CI = 'ci --ignore-scripts --no-audit --no-fund --loglevel=error\n';
const npmRuns = () => (existsSync(join(root, 'npm-runs')) ? readFileSync(join(root, 'npm-runs'), 'utf8') : '');

describe('bootstrap.mjs', () => {
  it('installs what the lock file says, once, and hands over with the arguments', async () => {
    expect(await bootstrap('down', '--purge')).toMatchObject({ exitCode: 0, stdout: 'ran --purge' });
    expect(await bootstrap('down')).toMatchObject({ exitCode: 0, stdout: 'ran ', stderr: '' });
    expect(npmRuns()).toBe(CI);
  });

  it('installs again when the lock file says something else', async () => {
    await bootstrap('down');
    writeFileSync(
      join(root, 'package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/nx': { version: '2' } } }),
    );
    await bootstrap('down');
    expect(npmRuns()).toBe(`${CI}${CI}`);
  });

  it('does not miss packages of other platforms', async () => {
    const packages = { 'node_modules/nx': { version: '1' }, 'node_modules/other-os': { version: '1', optional: true } };
    await bootstrap('down');
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
    await bootstrap('down');
    expect(npmRuns()).toBe(CI);
  });

  it('installs once when two start at the same time', async () => {
    const both = await Promise.all([bootstrap('down'), bootstrap('down')]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(npmRuns()).toBe(CI);
  });

  it('takes over the lock of a process that died', async () => {
    mkdirSync(join(root, '.slipway'));
    writeFileSync(join(root, '.slipway', 'install.lock'), '999999999');
    expect((await bootstrap('down')).exitCode).toBe(0);
    expect(existsSync(join(root, '.slipway', 'install.lock'))).toBe(false);
  });

  it('passes the exit code of the command on', async () => {
    writeFileSync(join(root, 'tools', 'scripts', 'src', 'down.ts'), 'process.exitCode = 1;');
    expect((await bootstrap('down')).exitCode).toBe(1);
  });

  it('passes a signal on and waits for the end', async () => {
    mkdirSync(join(root, 'node_modules', 'nx'), { recursive: true });
    writeFileSync(join(root, 'node_modules', 'nx', 'package.json'), '{}');
    cpSync(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'));
    mkdirSync(join(root, 'node_modules', '.bin'));
    symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'));
    writeFileSync(
      join(root, 'tools', 'scripts', 'src', 'down.ts'),
      `process.on('SIGTERM', () => { process.stdout.write('cleaned'); process.exit(143); });
       setInterval(() => {}, 1000);
       process.kill(process.ppid, 'SIGTERM');`,
    );
    expect(await bootstrap('down')).toMatchObject({ exitCode: 143, stdout: 'cleaned' });
  });

  it.each([[[]], [['dwon']]])('names the commands when asked for %j', async (args) => {
    const { exitCode, stderr } = await bootstrap(...args);
    expect(exitCode).toBe(64);
    expect(stderr).toContain('Known: up, down, test, e2e.');
    expect(npmRuns()).toBe('');
  });

  it('says why when the installation fails', async () => {
    writeFileSync(join(root, 'npm.js'), 'process.exit(1);');
    const { exitCode, stderr } = await bootstrap('down');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('npm ci ended with 1');
    expect(existsSync(join(root, '.slipway', 'install.lock'))).toBe(false);
  });
});
