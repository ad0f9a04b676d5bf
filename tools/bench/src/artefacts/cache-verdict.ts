import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startTimed } from '../processes/start-timed.ts';
import { LISTENING } from './service-env.ts';
import type { WarmBundle } from './warm-bundle.ts';

/** What Node said of a compile cache: `absent` where it had none for the program. */
export type CacheVerdict = 'accepted' | 'rejected' | 'absent';

/** Reads what Node prints with NODE_DEBUG_NATIVE=COMPILE_CACHE about the program `main`. */
export function verdictIn(debugOutput: string, main: string): CacheVerdict {
  const verdict = debugOutput.split(`${main} was `)[1] ?? '';
  return verdict.startsWith('accepted') ? 'accepted' : verdict.startsWith('rejected') ? 'rejected' : 'absent';
}

/** Starts a service with its cache, drains it, and says whether Node took the cache and whether it wrote it again. */
export async function tryCache(
  { main, cache, env }: WarmBundle,
  serviceEnv: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ verdict: CacheVerdict; isRewritten: boolean }> {
  const before = snapshot(cache);
  const service = await startTimed({
    program: process.execPath,
    args: [main],
    env: { ...serviceEnv, ...env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' },
    ready: LISTENING,
    signal,
  });
  await service.end('SIGTERM'); // Node writes a cache when it ends by itself.
  return { verdict: verdictIn(service.stderr(), main), isRewritten: snapshot(cache) !== before };
}

function snapshot(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return JSON.stringify(files.map((file) => [file, statSync(join(folder, file), { bigint: true }).mtimeNs.toString()]));
}
