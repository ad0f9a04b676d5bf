import { join } from 'node:path';
import { findProgram } from '@slipway/clients';
import type { Bench, BenchContext } from '../bench.ts';
import { EXPECTED_LINE, LINE_BYTES, LINES_PER_TURN } from '../servers/log-line/line.ts';
import type { SetUpName } from '../servers/log-line/set-ups.ts';

const PROGRAM = join(import.meta.dirname, '..', 'servers', 'log-line', 'log-line.ts');
const READER = join(import.meta.dirname, '..', 'servers', 'log-line', 'drain.ts');
const PINO: SetUpName = 'pino, sync';
const TUTORIAL: SetUpName = 'winston as in tutorials';
const BUFFERED: SetUpName = 'ours, 4 KiB buffer';
const OFF: SetUpName = 'ours, level off';
const WRITING: readonly SetUpName[] = ['ours', BUFFERED, PINO, TUTORIAL];
/** A dropped line costs so little that more are needed to see it. */
const OFF_FACTOR = 3;

const how = 'CPU time of all threads per line of nine fields into a pipe that another process empties';

export const bench: Bench = {
  name: 'log-line',
  rows: [
    {
      id: 'log-line-vs-pino',
      title: 'log line against pino, both unbuffered',
      unit: 'x',
      bar: 1,
      stretch: 0.85,
      better: 'lower',
    },
    {
      id: 'log-line-vs-tutorial',
      title: 'log line against winston as in tutorials',
      unit: 'x',
      bar: 0.65,
      stretch: 0.45,
      better: 'lower',
    },
    {
      id: 'log-line-buffered-vs-tutorial',
      title: 'buffered log line against winston as in tutorials',
      unit: 'x',
      bar: 0.65,
      stretch: 0.45,
      better: 'lower',
    },
    {
      id: 'log-level-off',
      title: 'line of a level that is off against a written one',
      unit: 'x',
      bar: 0.1,
      stretch: 0.05,
      better: 'lower',
    },
  ],
  async run(context) {
    for (const setUp of WRITING) await checkLine(context, setUp);
    const warmUp = context.pick(20_000, 10_000);
    const lines = context.pick(60_000, 30_000);
    const series = await context.alternate({
      sides: [...WRITING, OFF],
      async slice(side) {
        const isOff = side === OFF;
        const count = isOff ? lines * OFF_FACTOR : lines;
        const { lines: written, bytes, nsPerLine } = await writeLines(context, side, warmUp, count);
        const expected = isOff ? 0 : warmUp + lines;
        if (written !== expected || bytes !== expected * LINE_BYTES) {
          throw new Error(
            `measure "${side}": ${written} lines in ${bytes} bytes came, ${expected} lines were asked for.`,
          );
        }
        return { cpu: { nsPerLine } };
      },
    });
    const row = (id: string, side: SetUpName, other: SetUpName, about: string) => ({
      id,
      value: series.ratio(side, other, 'nsPerLine'),
      sides: [series.side(side, 'nsPerLine', 'ns'), series.side(other, 'nsPerLine', 'ns')],
      how: `${how}; ${about}.`,
      isRough: series.isRough,
    });
    return [
      row('log-line-vs-pino', 'ours', PINO, 'pino synchronous, set to write the same line'),
      row('log-line-vs-tutorial', 'ours', TUTORIAL, 'winston with timestamp(), json() and its Console transport'),
      row('log-line-buffered-vs-tutorial', BUFFERED, TUTORIAL, 'ours with LOG_BUFFER_BYTES=4096'),
      row('log-level-off', OFF, 'ours', 'debug() at level info against info()'),
    ];
  },
};

/** What the writer and the reader of a pipe found. */
interface Written {
  nsPerLine: number;
  lines: number;
  bytes: number;
}

/** Lets a set-up write into a pipe of the kernel, as in a pod, whose reader counts and says when it has caught up. */
async function writeLines(context: BenchContext, setUp: string, warmUp: number, count: number): Promise<Written> {
  const pinned = findProgram('taskset', process.env) ? 'taskset --cpu-list 1' : '';
  const answers = join(context.folder, `answers-${performance.now()}`);
  const script = `mkfifo "$1" && "$2" "$4" "$5" "$6" "$7" < "$1" | ${pinned} "$2" "$3" "$8" > "$1"`;
  const turnBytes = LINES_PER_TURN * LINE_BYTES;
  const child = context.spawnPinned({
    cpu: 0,
    program: 'sh',
    args: [
      '-c',
      script,
      'sh',
      answers,
      process.execPath,
      READER,
      PROGRAM,
      setUp,
      `${warmUp}`,
      `${count}`,
      `${turnBytes}`,
    ],
  });
  const { code } = await child.exited;
  const reports = child
    .stderr()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  if (code !== 0 || reports.length !== 2) throw new Error(`measure "${setUp}": ${child.stderr()}`);
  return Object.assign({}, ...reports.map((line) => JSON.parse(line) as Partial<Written>)) as Written;
}

/** All sides must do the same work. */
async function checkLine(context: BenchContext, setUp: SetUpName): Promise<void> {
  const child = context.spawnPinned({ cpu: 0, program: process.execPath, args: [PROGRAM, setUp, '0', '1'] });
  await child.exited;
  const { timestamp, ...line } = JSON.parse(child.stdout() || '{}') as Record<string, unknown>;
  const toText = (value: object) => JSON.stringify(Object.entries(value).sort());
  if (typeof timestamp !== 'string' || toText(line) !== toText(EXPECTED_LINE)) {
    throw new Error(`measure "${setUp}": it writes another line than the others: ${child.stdout()}${child.stderr()}`);
  }
}
