import { InvalidArgumentError } from 'commander';
import type { PortSpec } from '@slipway/engine';

/** `REMOTE`, `LOCAL:REMOTE` or `:REMOTE` (any free local port); remote by number or name. Throws commander's error. */
export function parsePortSpec(text: string): PortSpec {
  const [, local, remote = ''] = /^(?:(\d*):)?([a-z0-9][a-z0-9-]*)$/.exec(text) ?? [];
  const isPort = (value: string) => Number(value) <= 65_535;
  if (remote === '' || !isPort(local ?? '') || (/^\d+$/.test(remote) && (!isPort(remote) || Number(remote) === 0))) {
    throw new InvalidArgumentError('Expected [LOCAL:]REMOTE, for example 8080:http, 5000 or :metrics.');
  }
  return local === undefined ? { remote } : { local: Number(local), remote };
}
