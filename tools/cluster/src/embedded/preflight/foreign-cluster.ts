import { basename } from 'node:path';
import type { MachineChange } from '../machine/journal.ts';
import type { PreflightFault } from './fault.ts';

/** What is on the machine that may belong to another cluster. */
export interface MachineSigns {
  /** Names of network links. */
  links: string[];
  /** Packet filter chains as `table/chain`. */
  chains: string[];
  /** Folders named `kubepods*` in the hierarchies of control groups. */
  kubepods: string[];
}

/** Signs of a cluster that is not ours: what our own journal explains is left out. Pure. */
export function checkForeignCluster(signs: MachineSigns, standing: readonly MachineChange[]): PreflightFault[] {
  const faults: PreflightFault[] = [];
  const fix =
    'Stop that cluster and remove what it left (kubeadm reset, k3s-uninstall.sh and the like), then run the command again.';
  if (signs.links.includes('cni0'))
    faults.push({ code: 'ForeignCluster', message: 'link cni0 belongs to another cluster', fix });
  const rules = standing.find((change) => change.type === 'packet-rules' && change.family === 4);
  const chains = signs.chains.filter((chain) => /\/(KUBE-|cali-)/.test(chain));
  if (chains.length > 0 && !rules)
    faults.push({
      code: 'ForeignCluster',
      message: `packet filter chains of another cluster are there (${chains.slice(0, 3).join(', ')}${chains.length > 3 ? ', ...' : ''})`,
      fix,
    });
  if (signs.kubepods.length > 0)
    faults.push({
      code: 'ForeignCluster',
      message: `control groups of another kubelet are there (${[...new Set(signs.kubepods.map((path) => basename(path)))].join(', ')})`,
      fix,
    });
  return faults;
}
