import { createWriteStream, fstatSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DeployEvent, EventLine } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** A reader that does not read must not keep the command for longer than this. */
const CLOSE_MS = 5000;

/** Where events go line by line. */
export interface EventFile {
  write(event: DeployEvent): void;
  /** Resolves when all is written, or could not be; never rejects. Gives what went wrong. */
  end(): Promise<string | undefined>;
}

/**
 * Opens a file (made new) or a descriptor (`fd:3`) for events as NDJSON. Throws `OutputUnwritable` (exit 64)
 * before anything is done. A fault later on does not end the work.
 */
export async function openEventFile(target: string, cwd: string, now: () => number): Promise<EventFile> {
  const stream = createWriteStream('', { fd: await openTarget(target, cwd) });
  let fault: string | undefined;
  let sequence = 0;
  stream.on('error', (error) => (fault ??= `write events to ${target}: ${error.message}.`));
  return {
    write(event) {
      sequence += 1;
      const line: EventLine = { schema: 'slipway.event/v1', sequence, at: new Date(now()).toISOString(), ...event };
      if (fault === undefined) stream.write(`${JSON.stringify(line)}\n`);
    },
    end: () =>
      new Promise((done) => {
        const late = setTimeout(() => {
          stream.destroy();
          done(`write events to ${target}: its reader does not read.`);
        }, CLOSE_MS);
        stream.on('close', () => {
          clearTimeout(late);
          done(fault);
        });
        if (stream.destroyed) stream.emit('close');
        else stream.end();
      }),
  };
}

async function openTarget(target: string, cwd: string): Promise<number> {
  const descriptor = /^fd:(\d{1,4})$/.exec(target)?.[1];
  try {
    if (descriptor === undefined) {
      const path = resolve(cwd, target);
      await mkdir(dirname(path), { recursive: true });
      return openSync(path, 'w');
    }
    const fd = Number(descriptor);
    if (fd < 3) throw new Error('0, 1 and 2 are the command’s own');
    fstatSync(fd);
    return fd;
  } catch (error) {
    throw new SlipwayError({
      code: 'OutputUnwritable',
      message: `open ${target} for events: ${error instanceof Error ? error.message : String(error)}.`,
      hint: 'Give --events a file that may be written, or fd:N with a descriptor from 3 on that is open for writing.',
      exitCode: ExitCodes.usage,
      cause: error,
    });
  }
}
