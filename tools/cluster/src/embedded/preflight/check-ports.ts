import type { PreflightFault } from './fault.ts';
import type { PortHolder } from './port-holder.ts';
import type { Listener, NeededPort } from './ports.ts';

const UNSEEN: PortHolder = { name: 'a process that cannot be seen from here' };

/** One fault per port that is taken, and a single one for all the ports of another Slipway cluster. Pure. */
export function toPortFaults(
  taken: readonly { port: NeededPort; listener: Pick<Listener, 'inode'> }[],
  holders: ReadonlyMap<string, PortHolder>,
): PreflightFault[] {
  const faults = new Map<string, PreflightFault>();
  for (const { port, listener } of taken) {
    const { name, stateDir } = holders.get(listener.inode) ?? UNSEEN;
    if (stateDir === undefined)
      faults.set(`${port.address}:${port.port}`, {
        code: 'PortTaken',
        message: `port ${port.port} on ${port.address} (${port.name}) is taken by ${name}`,
        fix: 'Stop that process, then run the command again.',
      });
    else faults.set(`cluster ${stateDir}`, toOtherCluster(stateDir));
  }
  return [...faults.values()];
}

function toOtherCluster(stateDir: string): PreflightFault {
  const place = stateDir ? ` with the state folder ${stateDir}` : '';
  return {
    code: 'OtherCluster',
    message: `another local cluster of Slipway${place} runs on this machine and has the ports`,
    fix: stateDir
      ? `Use that one (SLIPWAY_STATE_DIR="${stateDir}"), or stop it: SLIPWAY_STATE_DIR="${stateDir}" npx slipway cluster down`
      : 'Stop it with "npx slipway cluster down", as the user who started it.',
  };
}
