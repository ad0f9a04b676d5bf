import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { Bench, BenchContext } from '../bench.ts';
import { quietFolder } from '../context/quiet-folder.ts';
import { ENTRY_BYTES } from '../servers/entry-store/entry.ts';
import type { WriterName } from '../servers/entry-store/writers.ts';

const PROGRAM = join(import.meta.dirname, '..', 'servers', 'entry-store', 'write-entries.ts');
const OURS: WriterName = 'entry store';
const RAW: WriterName = 'fs.writeFile, wx';
const CONCURRENCY = 64;
/** Where ext4 has just deleted many files, a new one costs five to twenty times as much; such runs are made again. */
const DELETED_FACTOR = 3;
const MAX_ATTEMPTS = 4;

export const bench: Bench = {
  name: 'entry-store',
  rows: [
    {
      id: 'entry-store-vs-raw',
      title: 'entry store against fs.writeFile, concurrency 64',
      unit: 'x',
      bar: 0.85,
      stretch: 0.95,
      better: 'higher',
    },
  ],
  async run(context) {
    const warmUp = context.pick(2000, 1000);
    const count = context.pick(10_000, 5000);
    let cheapestUs = Infinity;
    const series = await context.alternate({
      sides: [OURS, RAW],
      async slice(side) {
        for (let attempt = 1; ; attempt += 1) {
          const { filesPerSecond, usPerFile } = await writeEntries(context, side, warmUp, count);
          cheapestUs = Math.min(cheapestUs, usPerFile);
          const isAmongDeleted = usPerFile > DELETED_FACTOR * cheapestUs;
          if (!isAmongDeleted || attempt === MAX_ATTEMPTS) return { wall: { filesPerSecond }, cpu: { usPerFile } };
          context.log(`  ${side}: ${Math.round(usPerFile)} us per file, among just deleted ones; again elsewhere`);
        }
      },
    });
    // On a shared machine rates say little, CPU time per file still tells.
    const isQuiet = series.isClean(OURS) && series.isClean(RAW);
    return [
      {
        id: 'entry-store-vs-raw',
        value: isQuiet ? series.ratio(OURS, RAW, 'filesPerSecond') : series.ratio(RAW, OURS, 'usPerFile'),
        sides: [
          series.side(OURS, 'filesPerSecond', 'files/s'),
          series.side(RAW, 'filesPerSecond', 'files/s'),
          series.side(OURS, 'usPerFile', 'us CPU'),
          series.side(RAW, 'usPerFile', 'us CPU'),
        ],
        how: `${isQuiet ? 'Files per second on both CPUs' : 'By CPU time per file, as others used the machine'}; 64 writes at a time, a new folder per run; the peer has its text and names ready.`,
        isRough: !isQuiet,
      },
    ];
  },
};

/** Lets one side write into a new folder; none is removed meanwhile. */
async function writeEntries(context: BenchContext, side: string, warmUp: number, count: number) {
  const folder = quietFolder(context.folder);
  const args = [PROGRAM, side, folder, `${warmUp}`, `${count}`, `${CONCURRENCY}`];
  const { stdout } = await runProcess(process.execPath, args, { signal: context.signal, dieWithParent: true });
  checkFiles(side, folder, warmUp + count);
  return JSON.parse(stdout) as { filesPerSecond: number; usPerFile: number };
}

/** Both sides must have done the same work: so many files, each with the whole entry. */
function checkFiles(side: string, folder: string, expected: number): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile() && file.name.endsWith('.log'),
  );
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  if (files.length !== expected || bytes !== expected * ENTRY_BYTES) {
    throw new Error(`measure "${side}": ${files.length} files with ${bytes} bytes are there, not ${expected} files.`);
  }
}
