import { SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../process/process-error.ts';

/** That a checker itself could not do its work, with its last words. */
export function checkerFailed(name: string, reason: string, cause?: unknown): SlipwayError {
  return new SlipwayError({
    code: 'CheckerFailed',
    message: `check manifests with ${name}: ${reason}`,
    hint: `Run it by hand: "npx slipway toolchain exec -- ${name} --help". If it is broken, remove its folder from the cache.`,
    cause,
  });
}

/** Does the work; a program that failed becomes `CheckerFailed`, a stop stays a stop. */
export async function asChecker<T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof ProcessError ? checkerFailed(name, error.message, error) : error;
  }
}

/** JSON that a checker printed. Throws `CheckerFailed` with what it said instead. */
export function parseCheckerJson<T>(name: string, output: { stdout: string; stderr: string }): T {
  try {
    return JSON.parse(output.stdout) as T;
  } catch (cause) {
    const said = (output.stderr.trim() || output.stdout.trim()).split('\n').slice(-5).join('\n');
    throw checkerFailed(name, said ? `it printed no JSON but: ${said}` : 'it printed nothing.', cause);
  }
}
