import { SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../../process/process-error.ts';
import type { EngineName } from './image-engine.ts';

const SHOWN_LINES = 15;

/** Runs one step of a build and says what was being built when it fails. */
export async function inBuild<T>(engine: EngineName, title: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (!(cause instanceof ProcessError)) throw cause;
    const printed = `${cause.stdout}\n${cause.stderr}`.trim().split('\n').slice(-SHOWN_LINES).join('\n');
    throw new SlipwayError({
      code: 'ImageBuildFailed',
      message: `build ${title} with ${engine}: ${printed || cause.message}`,
      hint: 'Correct the Dockerfile or the step it names, then run the docker target again.',
      details: { engine, dockerfile: title },
      cause,
    });
  }
}

/** Why a program did not work, in one line. */
export function toReason(error: unknown): string {
  if (error instanceof ProcessError) {
    const last = error.stderr.trim().split('\n').at(-1);
    if (last) return last;
  }
  return error instanceof Error ? error.message : String(error);
}
