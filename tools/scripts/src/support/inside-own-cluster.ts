import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterDown, kubeconfigPath, machineState } from '@slipway/cluster';
import { ProcessError, runProcess } from '@slipway/clients';
import type { ScriptRun } from './run-script.ts';
import { runScript } from './run-script.ts';
import { workspaceRoot } from './workspace-root.ts';

/*
 * The part of `onOwnCluster` that runs where the cluster lives: everything up in the copy of the workspace (the
 * working directory), the command, and the cluster down again, whatever happened.
 */
await runScript(async (run) => {
  const workspace = process.cwd();
  // What the machine is like before any of it; the last end-to-end test compares.
  const machineBefore = join(workspace, '..', 'machine-before.json');
  writeFileSync(machineBefore, JSON.stringify(await machineState()));
  process.env['SLIPWAY_E2E_MACHINE_BEFORE'] = machineBefore;
  process.env['SLIPWAY_E2E_KUBECONFIG'] = kubeconfigPath();
  try {
    const up = [process.execPath, join('tools', 'scripts', 'bootstrap.mjs'), 'up'];
    const isUp = (await step(run, workspace, up)) === 0;
    return isUp ? await step(run, workspaceRoot, process.argv.slice(2)) : 1;
  } finally {
    await clusterDown({ purge: true, onProgress: run.progress.onProgress });
  }
});

async function step({ signal, say }: ScriptRun, cwd: string, [program = '', ...args]: string[]): Promise<number> {
  try {
    return (await runProcess(program, args, { cwd, signal, killAfterMs: 60_000, onLine: say })).exitCode;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProcessError) return error.exitCode ?? 1;
    throw error;
  }
}
