import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { abortOnSignals, createProgressPrinter, toErrorText } from '@slipway/cli';
import { SlipwayError } from '@slipway/contracts';
import { format } from 'prettier';
import { createContext } from './context/create-context.ts';
import { createPeers } from './context/peers.ts';
import { loadBenches } from './load-benches.ts';
import { readMachine } from './machine.ts';
import type { RunOptions } from './options.ts';
import { parseOptions, selectBenches } from './options.ts';

import type { Baseline } from './report/baseline.ts';
import { toBaseline } from './report/baseline.ts';
import { findMoves } from './report/compare.ts';
import { formatNumber } from './report/format.ts';
import { toMarkdown } from './report/to-markdown.ts';
import { toSvg } from './report/to-svg.ts';
import { toTable } from './report/to-table.ts';
import type { RunOutcome } from './run-benches.ts';
import { runBenches } from './run-benches.ts';
import type { Suite } from './suites.ts';
import { SUITES } from './suites.ts';

const workspace = resolve(import.meta.dirname, '..', '..', '..');
const committed = join(workspace, 'docs', 'benchmarks');

process.exitCode = await main();
// Connections that are kept alive must not keep the process.
setTimeout(() => process.exit(), 1000).unref();

async function main(): Promise<number> {
  const signal = abortOnSignals();
  const progress = createProgressPrinter({ stream: process.stderr });
  try {
    const options = parseOptions(process.argv.slice(2));
    const benches = selectBenches(await loadBenches(SUITES[options.suite].folder), options.only);
    if (options.isQuick) progress.line('Few rounds: these figures are rough.');
    const peer = createPeers({ onProgress: progress.onProgress, signal });
    const parent = makeFolder();
    const outcome = await runBenches(benches, {
      signal,
      log: progress.line,
      createContext: () =>
        createContext({
          ...{ workspace, parent, signal, peer, isQuick: options.isQuick, log: progress.line },
          isBeside: options.suite === 'engine',
        }),
    }).finally(() => rmSync(parent, { recursive: true, force: true }));
    progress.end();
    return await report(outcome, options);
  } catch (error) {
    progress.end();
    const fault: unknown = signal.aborted ? signal.reason : error;
    process.stderr.write(toErrorText(fault));
    return fault instanceof SlipwayError ? fault.exitCode : 1;
  }
}

function makeFolder(): string {
  const tmp = join(workspace, 'tmp');
  mkdirSync(tmp, { recursive: true });
  return mkdtempSync(join(tmp, 'slipway-bench-'));
}

/** Prints and writes what was found; gives the exit code. */
async function report({ results, failures }: RunOutcome, options: RunOptions): Promise<number> {
  process.stdout.write(toTable(results));
  for (const { name, error } of failures) process.stdout.write(`\nThe bench ${name} broke.\n${toErrorText(error)}`);
  const suite = SUITES[options.suite];
  const isWorse = options.isCompared && printMoves(results, suite);
  const isFull = options.only === undefined && !options.isQuick && failures.length === 0;
  const out = options.out ?? (isFull && !options.isCompared ? committed : undefined);
  if (out !== undefined) {
    const machine = readMachine(suite.libraries(workspace));
    await writeReport(resolve(workspace, out), toBaseline(results, machine, new Date()), suite);
  }
  const isMissed = results.some(({ verdict }) => verdict === 'missed');
  return failures.length > 0 || isMissed || isWorse ? 1 : 0;
}

/** Prints what moved against the committed figures; true when something got worse. */
function printMoves(results: RunOutcome['results'], { name }: Suite): boolean {
  const baseline = JSON.parse(readFileSync(join(committed, `${name}.json`), 'utf8')) as Baseline;
  const moves = findMoves(baseline, results);
  for (const { id, was, is, direction } of moves) {
    process.stdout.write(`${direction}: ${id} was ${formatNumber(was)}, is ${formatNumber(is)}\n`);
  }
  return moves.some(({ direction }) => direction === 'worse');
}

async function writeReport(folder: string, baseline: Baseline, { name, title }: Suite): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(baseline, undefined, 2)}\n`);
  const page = await format(
    toMarkdown(baseline, { title, command: `npx nx run bench:${name}`, chart: `${name}.svg` }),
    { parser: 'markdown', printWidth: 120 },
  );
  writeFileSync(join(folder, `${name}.md`), page);
  writeFileSync(join(folder, `${name}.svg`), toSvg(baseline.rows));
  process.stderr.write(`Written to ${folder}.\n`);
}
