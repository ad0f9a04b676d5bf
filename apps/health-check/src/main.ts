import { redactText } from '@slipway/logging/src/redaction/secret-text.ts';
import { ExitCodes } from './exit-codes.ts';
import { runProgram } from './program.ts';

const stop = new AbortController();
// From the very start: as first process of a container, a program without a listener would not feel them at all.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort(signal));
// A reader that went away, as `head` does, is no fault of the targets.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const output = {
  print: (text: string) => void process.stdout.write(text),
  warn: (line: string) => void process.stderr.write(`health-check: ${line}\n`),
};

runProgram({ argv: process.argv.slice(2), env: process.env, output, signal: stop.signal }).then(
  (code) => void (process.exitCode = code),
  (error: unknown) => {
    output.warn(redactText(`crashed: ${error instanceof Error ? error.stack : String(error)}`));
    process.exitCode = ExitCodes.failed;
  },
);
