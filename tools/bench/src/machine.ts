import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

/** What figures depend on; nothing that names the machine or its owner. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  os: string;
  node: string;
  /** Versions of the libraries compared. */
  libraries: Readonly<Record<string, string>>;
}

const LIBRARIES = ['express', 'helmet', 'winston', 'prom-client', 'fastify', '@fastify/helmet', 'pino'];

/** Programs that take part in the benches of the engine, by the toolchain's names. */
export const ENGINE_LIBRARIES = ['kubernetes', 'helm', 'helmfile'] as const;

/** Describes this machine; `libraries`: versions of what is compared. */
export function readMachine(libraries: Readonly<Record<string, string>>): Machine {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${process.platform} ${release().split('-', 1)[0]}`,
    node: process.version,
    libraries,
  };
}

/** Versions of the libraries that the benches of the services compare. */
export function readServiceLibraries(workspace: string): Record<string, string> {
  return {
    ...Object.fromEntries(LIBRARIES.map((name) => [name, versionOf(workspace, name)])),
    ...pinnedIn(readFileSync(join(workspace, 'tools/toolchain/python/flask/requirements.txt'), 'utf8')),
  };
}

function versionOf(workspace: string, name: string): string {
  const manifest = readFileSync(join(workspace, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The versions of Flask and gunicorn in a requirements file. */
export function pinnedIn(requirements: string): Record<string, string> {
  const pinned = requirements.matchAll(/^(flask|gunicorn)==(\S+)/gm);
  return Object.fromEntries([...pinned].map(([, name = '', version = '']) => [name, version]));
}
