import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { abortOnSignals } from '@slipway/cli';
import { PeerUnavailable } from '../bench.ts';
import { createContext } from '../context/create-context.ts';
import { toTable } from '../report/to-table.ts';
import { runBenches } from '../run-benches.ts';
import { bench } from './inference.bench.ts';

/** `nx run bench:inference`; `--quick` takes few rounds. Exit code 1 where the bar is missed. */
const workspace = resolve(import.meta.dirname, '../../../..');
const log = (line: string) => void process.stderr.write(`${line}\n`);
const signal = abortOnSignals();
mkdirSync(join(workspace, 'tmp'), { recursive: true });
const parent = mkdtempSync(join(workspace, 'tmp', 'slipway-bench-'));
const outcome = await runBenches([bench], {
  signal,
  log,
  createContext: () =>
    createContext({
      workspace,
      parent,
      isQuick: process.argv.includes('--quick'),
      signal,
      log,
      peer: () => Promise.reject(new PeerUnavailable('This bench has no peer.')),
    }),
}).finally(() => rmSync(parent, { recursive: true, force: true }));
for (const { error } of outcome.failures) log(String(error));
process.stdout.write(toTable(outcome.results));
const isGood = outcome.failures.length === 0 && outcome.results.every(({ verdict }) => verdict !== 'missed');
process.exitCode = isGood ? 0 : 1;
