import { dependencies } from './dependencies.ts';
import { runCli } from './run-cli.ts';
import { abortOnSignals } from './stop-signals.ts';

/** A reader such as `head` may leave early. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const signal = abortOnSignals();
process.exitCode = await runCli(process.argv.slice(2), {
  streams: { stdout: process.stdout, stderr: process.stderr },
  env: process.env,
  cwd: process.cwd(),
  signal,
  deps: dependencies,
});
/** Connections that are kept alive must not keep the process, nor after Ctrl-C a log that nobody takes. */
setTimeout(() => process.exit(), signal.aborted ? 100 : 1000).unref();
