import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import type { Finding } from './check.ts';
import { bad, good, warning } from './check.ts';

const GIB = 1024 ** 3;
/** Tools, their build caches and images together take about this much. */
const ROOM_BYTES = 6 * GIB;
/** Ports of the local cluster on loopback: ingress, registry, API server. */
const PORTS = [8080, 8443, 5050, 6443];

export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0] = version.split('.').map(Number);
  return major >= 24
    ? good('node', `Node ${version}`)
    : bad('node', `Node ${version} does not run TypeScript.`, 'Use Node 24 (.nvmrc), or npm run and npx on Linux.');
}

export function checkPlatform(platform: string = process.platform, uid = process.getuid?.()): Finding {
  if (platform !== 'linux') {
    return warning(
      'platform',
      `${platform} has no embedded cluster.`,
      'Use kind with Docker, or --context with a cluster of yours.',
    );
  }
  return uid === 0
    ? good('platform', 'Linux, root')
    : warning(
        'platform',
        `Linux, user ${uid}: the embedded cluster needs root.`,
        'Run as root, or use kind or --context.',
      );
}

/** Free room on the file system of `path` (or of the nearest folder above it that exists). */
export async function checkRoom(name: string, path: string): Promise<Finding> {
  let dir = path;
  while (!existsSync(dir)) dir = dirname(dir);
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB free at ${dir}`;
  return free >= ROOM_BYTES
    ? good(name, text)
    : warning(
        name,
        text,
        `Free some room, or set SLIPWAY_CACHE_DIR or SLIPWAY_STATE_DIR to another disk (about ${ROOM_BYTES / GIB} GiB are used).`,
      );
}

/** Whether the cluster's ports are free. Only asked when the cluster does not run. */
export async function checkPorts(ports: readonly number[] = PORTS): Promise<Finding> {
  const taken: number[] = [];
  for (const port of ports) if (!(await isFree(port))) taken.push(port);
  return taken.length === 0
    ? good('ports', `${ports.join(', ')} are free`)
    : bad(
        'ports',
        `${taken.join(', ')} on 127.0.0.1 taken.`,
        `Stop what listens there (ss -ltnp 'sport = :${taken[0]}').`,
      );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
