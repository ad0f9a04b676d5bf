import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';

/** What one run of schemathesis is about. */
export interface SchemathesisRun {
  /** The program. */
  program: string;
  /** Address of the service. */
  url: string;
  /** Opens the routes that need a key; comes to the program through its environment, where no list of processes shows it. */
  key: string;
  seed: number;
  /** Cases per operation. */
  examples: number;
  /** Whether something that the service needs is missing: then right requests may fail, as the document says. */
  mayFail: boolean;
  /** Where it writes what was sent and answered. */
  folder: string;
  signal: AbortSignal;
}

/** Its exit code when a check did not hold; any other is a run that did not come to its end. */
const FOUND_SOMETHING = 1;

/** Without what it needs, a service answers right requests with 5xx. Which and how is still the document's. */
const MAY_NOT_HOLD = 'not_a_server_error,positive_data_acceptance';

/** What is held against the documents, and every exception to it with its reason. */
export const CONFIG_FILE = join(import.meta.dirname, '..', 'schemathesis.toml');

/** Checks one service against the OpenAPI document that it serves; gives what was printed and whether all held. */
export async function runSchemathesis(run: SchemathesisRun): Promise<{ isGood: boolean; output: string }> {
  mkdirSync(run.folder, { recursive: true });
  const args = [
    ...['--config-file', CONFIG_FILE, 'run', `${run.url}/openapi.json`, '--no-color', '--checks', 'all'],
    ...['--seed', String(run.seed), '--max-examples', String(run.examples)],
    ...['--report', 'ndjson,junit', '--report-dir', run.folder],
  ];
  if (run.mayFail) args.push('--exclude-checks', MAY_NOT_HOLD);
  const { exitCode, stdout, stderr } = await runProcess(run.program, args, {
    cwd: run.folder,
    env: { PATH: process.env['PATH'], HOME: run.folder, LANG: 'C.UTF-8', SLIPWAY_FUZZ_KEY: run.key },
    signal: run.signal,
    okCodes: [0, FOUND_SOMETHING],
    dieWithParent: true,
  });
  return { isGood: exitCode === 0, output: stdout + stderr };
}
