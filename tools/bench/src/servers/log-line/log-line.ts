/**
 * `log-line.ts SET-UP WARM-UP COUNT` writes WARM-UP and then COUNT lines to standard output, and prints on standard
 * error what the COUNT lines cost: `{"nsPerLine": …}`, CPU time of all threads.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SetUp, SetUpName } from './set-ups.ts';
import { SET_UPS } from './set-ups.ts';

/** Well below the 64 KiB of a pipe, so that nobody waits for its reader. */
const LINES_PER_TURN = 100;

const [name, warmUp, count] = process.argv.slice(2);
const setUp: SetUp = SET_UPS[name as SetUpName]();

await write(Number(warmUp));
const before = process.cpuUsage();
await write(Number(count));
const { user, system } = process.cpuUsage(before);
process.stderr.write(JSON.stringify({ nsPerLine: ((user + system) * 1000) / Number(count) }));

async function write(lines: number): Promise<void> {
  for (let left = lines; left > 0; left -= LINES_PER_TURN) {
    for (let n = Math.min(left, LINES_PER_TURN); n > 0; n -= 1) setUp.log();
    await nextTurn();
    if (process.stdout.writableLength > 0) await new Promise((done) => process.stdout.write('', done));
  }
  setUp.flush?.();
}
