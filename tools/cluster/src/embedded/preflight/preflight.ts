import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterError } from '../../cluster-errors.ts';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { BRIDGE, CALICO_LINKS } from '../../names.ts';
import { readHierarchies } from '../machine/cgroups.ts';
import type { Journal } from '../machine/journal.ts';
import { parseSavedRules } from '../machine/packet-rules.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import type { System } from '../machine/system.ts';
import { checkFirewall } from './check-firewall.ts';
import { checkFree, checkMachine } from './check-machine.ts';
import type { PreflightFault } from './fault.ts';
import { checkForeignCluster } from './foreign-cluster.ts';
import { toNeededPorts } from './ports.ts';

/**
 * Throws `PreflightFailed` with every fault of the machine at once, before anything is changed. With
 * `isFree` nothing of the cluster runs, and what stands in the way of a start is looked for as well.
 */
export async function preflight(
  paths: ClusterPaths,
  env: NodeJS.ProcessEnv,
  { isFree, network }: { isFree: boolean; network: PodNetwork },
): Promise<void> {
  const faults = await checkMachine(paths, env);
  // Where it cannot run at all, what stands in its way is of no interest (and cannot be seen by others than root).
  const isPossible = !faults.some(({ code }) => code === 'NotLinux' || code === 'NotRoot');
  if (isFree && isPossible) {
    faults.push(
      ...(await checkFree(toNeededPorts(network))),
      ...checkForeignCluster({ ...(await readSigns()), chains: [] }, []),
    );
  }
  if (faults.length > 0) throw toPreflightError(faults);
}

/**
 * Throws `PreflightFailed` for packet rules of another cluster, which the journal tells from our own
 * remains, and for a firewall that would drop the traffic of pods.
 */
export async function preflightForeign(system: System, journal: Journal, network: PodNetwork): Promise<void> {
  const { chains } = parseSavedRules(await system.save(4).catch(() => ''));
  const standing = (await journal.standing()).map((entry) => entry.change);
  const ruleset = await system.nft('list', 'ruleset').catch(() => '');
  const faults = [
    ...checkForeignCluster({ links: [], kubepods: [], chains }, standing),
    ...checkFirewall(ruleset, network === 'bridge' ? BRIDGE : `${CALICO_LINKS}*`),
  ];
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

async function readSigns() {
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
  return { links: links.map((link) => link.trim()), kubepods };
}

/** Whether groups of pods are below: an empty `kubepods` that somebody forgot harms nobody. */
async function hasChildren(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.some((entry) => entry.isDirectory());
}
