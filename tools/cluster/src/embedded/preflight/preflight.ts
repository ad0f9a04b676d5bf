import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterError } from '../../cluster-errors.ts';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { readHierarchies } from '../machine/cgroups.ts';
import type { Journal } from '../machine/journal.ts';
import { parseSavedRules } from '../machine/packet-rules.ts';
import type { System } from '../machine/system.ts';
import { checkFree, checkMachine } from './check-machine.ts';
import type { PreflightFault } from './fault.ts';
import { checkForeignCluster } from './foreign-cluster.ts';

/**
 * Throws `PreflightFailed` with every fault at once, before anything is changed. `machine` looks at what
 * the machine is; `free` at what stands in the way of a start, and needs the journal to tell our own
 * remains from another cluster's.
 */
export async function preflight(
  paths: ClusterPaths,
  what: 'machine' | 'free',
  env?: NodeJS.ProcessEnv,
  own?: { system: System; journal: Journal },
): Promise<void> {
  const faults = what === 'machine' ? await checkMachine(paths, env) : await checkFree();
  if (what === 'free' && own) {
    const standing = (await own.journal.standing()).map((entry) => entry.change);
    faults.push(...checkForeignCluster(await readSigns(own.system), standing));
  }
  if (faults.length > 0) throw toPreflightError(faults);
}

/** One error for all faults. */
export function toPreflightError(faults: readonly PreflightFault[]) {
  const lines = faults.map(({ code, message, fix }) => `  - ${message} (${code}). ${fix}`);
  return clusterError({
    code: 'PreflightFailed',
    message: `start the local cluster: this machine is not ready for it.\n${lines.join('\n')}`,
    hint: 'Nothing was changed. Mend the above and run the command again.',
    details: { faults },
  });
}

async function readSigns(system: System) {
  const save = await system.save(4).catch(() => '');
  const kubepods: string[] = [];
  for (const { path } of await readHierarchies()) {
    for (const parent of ['', 'kubelet']) {
      const entries = await readdir(join(path, parent)).catch(() => []);
      for (const entry of entries) {
        const folder = join(path, parent, entry);
        if (/^kubepods/.test(entry) && (await hasChildren(folder))) kubepods.push(folder);
      }
    }
  }
  const links = (await readFile('/proc/net/dev', 'utf8')).match(/^\s*[^\s:]+(?=:)/gm) ?? [];
  return { links: links.map((link) => link.trim()), chains: parseSavedRules(save).chains, kubepods };
}

/** Whether groups of pods are below: an empty `kubepods` that somebody forgot harms nobody. */
async function hasChildren(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.some((entry) => entry.isDirectory());
}
