import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, ConnectivityAnalyzer, PolicyWorld } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../process/process-error.ts';
import { runProcess } from '../process/run-process.ts';
import { parseConnectivity } from './parse-connectivity.ts';

/** Where nca is. */
export interface NcaClientOptions {
  /** Absolute path of the program. */
  program: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv;
}

/** The real nca (network-config-analyzer). What it is given goes through a temporary folder. */
export function createNcaClient({ program, env }: NcaClientOptions): ConnectivityAnalyzer {
  return {
    name: 'nca',
    async connections(world, signal) {
      const dir = await mkdtemp(join(tmpdir(), 'slipway-nca-'));
      try {
        await writeFile(join(dir, 'world.json'), JSON.stringify(toList(world)));
        const args = ['--connectivity', '--resource_list', dir, '--output_format', 'txt_no_fw_rules'];
        const { stdout, stderr } = await runProcess(program, args, { env, signal, dieWithParent: true });
        return toConnections(stdout, stderr);
      } catch (error) {
        signal?.throwIfAborted();
        throw error instanceof ProcessError ? failed(error.stderr.trim() || error.message, error) : error;
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  };
}

function toConnections(stdout: string, stderr: string): Connection[] {
  // It names what it cannot read, leaves it out, and ends with 0.
  const fault = `${stdout}\n${stderr}`.split('\n').find((line) => /error/i.test(line));
  if (fault) throw failed(fault);
  if (!stdout.includes('unique endpoints')) throw failed(stderr.trim() || 'it printed nothing');
  try {
    return parseConnectivity(stdout);
  } catch (error) {
    throw failed(String(error), error);
  }
}

function toList({ namespaces, pods, policies }: PolicyWorld): object {
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...namespaces.map((metadata) => ({ apiVersion: 'v1', kind: 'Namespace', metadata })),
      ...pods.map((metadata) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata,
        spec: { containers: [{ name: 'any', image: 'any' }] },
      })),
      ...policies,
    ],
  };
}

function failed(reason: string, cause?: unknown): SlipwayError {
  return new SlipwayError({
    code: 'CheckerFailed',
    message: `ask nca who reaches whom: ${reason.replace(/[.\s]+$/, '')}.`,
    hint: 'This is no fault of the policies: run "npx slipway toolchain install nca" and try again.',
    cause,
  });
}
