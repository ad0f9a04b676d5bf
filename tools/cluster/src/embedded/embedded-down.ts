import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { clusterError } from '../cluster-errors.ts';
import type { ClusterDownOptions, ToolSource } from '../cluster-options.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import { stopEverything } from './leftovers.ts';
import { openJournal } from './machine/journal.ts';
import { readBootId, readNetworkNamespace } from './machine/process-table.ts';
import { restoreMachine } from './machine/restore-machine.ts';
import { createSystem } from './machine/system.ts';
import { askSupervisor } from './supervisor/control.ts';

const STOP_TIMEOUT_MS = 60_000;

/**
 * Stops the embedded cluster and takes back every change of the machine. The caller holds the cluster's
 * lock. Safe to run again, and after a crash or a reboot.
 */
export async function embeddedDown(
  paths: ClusterPaths,
  { purge = false, onProgress = () => undefined, tools }: ClusterDownOptions & { tools: ToolSource },
): Promise<void> {
  if (!existsSync(paths.root)) return;
  // Nothing of the embedded kind can run elsewhere; another provider's files may still lie here.
  if (process.platform !== 'linux') return purge ? rm(paths.root, { recursive: true, force: true }) : undefined;
  onProgress({ type: 'phase-started', phase: 'cluster/down', title: 'Stop the local cluster', expectedMs: 5000 });
  try {
    await askSupervisor(paths.controlSocket, 'stop', STOP_TIMEOUT_MS);
    const alive = await stopEverything(paths);
    if (alive.length > 0) throw notStopped(paths, [`processes ${alive.join(', ')} would not end`]);

    const now = { boot: await readBootId(), network: await readNetworkNamespace() };
    const journal = openJournal(paths.journal, now);
    if ((await journal.standing()).length > 0) {
      // The programs that made the changes take them back; they are in the cache of tools unless it was emptied.
      const toolset = await tools.ensure(['node-packages'], { onProgress });
      const faults = await restoreMachine(
        createSystem((program) => toolset.path(program), toolset.env),
        journal,
      );
      if (faults.length > 0) throw notStopped(paths, faults);
    }
    await rm(paths.run, { recursive: true, force: true });
    if (purge) {
      await rm(paths.root, { recursive: true, force: true });
      await rmdir(dirname(paths.root)).catch(() => undefined); // Other clusters may lie beside it.
    }
    onProgress({ type: 'phase-done', phase: 'cluster/down', ...(purge ? { detail: 'data removed' } : {}) });
  } catch (error) {
    onProgress({
      type: 'phase-failed',
      phase: 'cluster/down',
      detail: error instanceof Error ? error.message : String(error),
    });
    throw error;
  }
}

function notStopped(paths: ClusterPaths, faults: readonly string[]) {
  return clusterError({
    code: 'ClusterNotStopped',
    message: `stop cluster ${paths.name}: ${faults.join('; ')}.`,
    hint: `Run the command again; what is still to be taken back is in ${paths.journal}.`,
    details: { faults: [...faults] },
  });
}
