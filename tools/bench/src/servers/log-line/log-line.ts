/**
 * `log-line.ts SET-UP WARM-UP COUNT` writes WARM-UP and then COUNT lines to standard output, and prints on standard
 * error what one of the COUNT lines cost: `{"nsPerLine": …}`, CPU time of all threads.
 */
import { setTimeout as sleep, setImmediate as nextTurn } from 'node:timers/promises';
import type { SetUp, SetUpName } from './set-ups.ts';
import { SET_UPS } from './set-ups.ts';

/** Half of what a pipe holds: with a pause between turns nobody ever waits for the reader. */
const LINES_PER_TURN = 200;
const PAUSE_MS = 1;

const [name, warmUp, count] = process.argv.slice(2);
const setUp: SetUp = SET_UPS[name as SetUpName]();

await write(Number(warmUp));
process.stderr.write(JSON.stringify({ nsPerLine: await write(Number(count)) }));

/** Gives CPU time per line in nanoseconds, of the turns in which the reader kept up. */
async function write(lines: number): Promise<number> {
  let costUs = 0;
  let counted = 0;
  for (let left = lines; left > 0; left -= LINES_PER_TURN) {
    const inTurn = Math.min(left, LINES_PER_TURN);
    const before = process.cpuUsage();
    for (let n = 0; n < inTurn; n += 1) setUp.log();
    if (inTurn === left) setUp.flush?.();
    await nextTurn();
    const { user, system } = process.cpuUsage(before);
    if (process.stdout.writableLength === 0) {
      costUs += user + system;
      counted += inTurn;
    } else {
      await new Promise((done) => process.stdout.write('', done));
    }
    await sleep(PAUSE_MS);
  }
  return (costUs * 1000) / counted;
}
