/**
 * `write-entries.ts WRITER FOLDER WARM-UP COUNT CONCURRENCY` writes WARM-UP and then COUNT entries and prints what the
 * COUNT entries took: `{"filesPerSecond": …, "usPerFile": …}`, the latter CPU time of all threads.
 */
import type { WriterName } from './writers.ts';
import { WRITERS } from './writers.ts';

const [name, folder = '', ...numbers] = process.argv.slice(2);
const [warmUp = 0, count = 0, concurrency = 1] = numbers.map(Number);
const write = await WRITERS[name as WriterName](folder);

await writeAll(0, warmUp);
const cpu = process.cpuUsage();
const started = performance.now();
await writeAll(warmUp, warmUp + count);
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ filesPerSecond: (count / ms) * 1000, usPerFile: (user + system) / count }));
process.exit(); // A store may keep timers.

async function writeAll(from: number, to: number): Promise<void> {
  let next = from;
  const lane = async () => {
    while (next < to) await write(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}
