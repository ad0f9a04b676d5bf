import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterDown, machineState } from '@slipway/cluster';
import { ProcessError, runProcess } from '@slipway/clients';
import type { ScriptRun } from './run-script.ts';
import { runScript } from './run-script.ts';
import { workspaceRoot } from './workspace-root.ts';

const jest = join(workspaceRoot, 'node_modules', 'jest', 'bin', 'jest.js');
const [project = '', config = '', ...jestArgs] = process.argv.slice(2);

/*
 * The part of `npm run e2e` that runs where the cluster of the tests lives: everything up in the copy of
 * the workspace (the working directory), the tests, and the cluster down again, whatever happened.
 */
await runScript(async (run) => {
  const workspace = process.cwd();
  rmSync(join(workspaceRoot, 'dist', 'test-results', `${project}.json`), { force: true });
  // What the machine is like before any of it; the last test compares.
  const machineBefore = join(workspace, '..', 'machine-before.json');
  writeFileSync(machineBefore, JSON.stringify(await machineState()));
  process.env['SLIPWAY_E2E_MACHINE_BEFORE'] = machineBefore;
  try {
    const isUp = (await step(run, workspace, [join('tools', 'scripts', 'bootstrap.mjs'), 'up'])) === 0;
    return isUp ? await step(run, workspaceRoot, [jest, ...jestArguments()]) : 1;
  } finally {
    await clusterDown({ purge: true, onProgress: run.progress.onProgress });
  }
});

function jestArguments(): string[] {
  return ['--config', join(workspaceRoot, 'tools', 'e2e', config), '--runInBand', ...jestArgs];
}

async function step({ signal, say }: ScriptRun, cwd: string, args: string[]): Promise<number> {
  try {
    return (await runProcess(process.execPath, args, { cwd, signal, killAfterMs: 60_000, onLine: say })).exitCode;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProcessError) return error.exitCode ?? 1;
    throw error;
  }
}
