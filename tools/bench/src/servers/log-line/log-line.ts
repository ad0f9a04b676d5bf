/**
 * `log-line.ts SET-UP WARM-UP COUNT` writes WARM-UP and then COUNT lines to standard output, and prints on standard
 * error what one of the COUNT lines cost: `{"nsPerLine": …}`, CPU time of all threads. On standard input it waits for
 * one byte of the reader after each `LINES_PER_TURN` lines, unless that has ended.
 */
import { readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LINES_PER_TURN } from './line.ts';
import type { SetUp, SetUpName } from './set-ups.ts';
import { SET_UPS } from './set-ups.ts';

const [name, warmUp, count] = process.argv.slice(2);
const setUp: SetUp = SET_UPS[name as SetUpName]();

await write(Number(warmUp));
process.stderr.write(`${JSON.stringify({ nsPerLine: await write(Number(count)) })}\n`);

/** Gives CPU time per line in nanoseconds; waiting for the reader is not part of it. */
async function write(lines: number): Promise<number> {
  let costUs = 0;
  for (let left = lines; left > 0; left -= LINES_PER_TURN) {
    const before = process.cpuUsage();
    for (let n = Math.min(left, LINES_PER_TURN); n > 0; n -= 1) setUp.log();
    setUp.flush?.();
    await nextTurn();
    const { user, system } = process.cpuUsage(before);
    costUs += user + system;
    if (!setUp.isSilent) readSync(0, Buffer.alloc(1));
  }
  return (costUs * 1000) / lines;
}
