import { SlipwayError } from '@slipway/contracts';

/** Facts of a program that could not be run to a good end. */
export interface ProcessFailure {
  command: string;
  args: readonly string[];
  secretArguments: readonly number[];
  stdout: string;
  stderr: string;
  exitCode?: number | null;
  signal?: string | null;
  cause?: unknown;
}

const SHOWN_LINES = 10;

/** A program failed. The message has its command line (secrets hidden) and the last lines it printed. */
export class ProcessError extends SlipwayError {
  readonly command: string;
  readonly processExitCode: number | undefined;
  readonly #output: { stdout: string; stderr: string };

  constructor(failure: ProcessFailure) {
    super({
      code: 'ProcessFailed',
      message: toMessage(failure),
      cause: withoutArguments(failure.cause),
      details: { command: failure.command },
    });
    this.name = 'ProcessError';
    this.command = failure.command;
    this.processExitCode = failure.exitCode ?? undefined;
    this.#output = { stdout: failure.stdout, stderr: failure.stderr };
  }

  /** All that the program printed to standard output; behind a getter so that a stack trace stays readable. */
  get stdout(): string {
    return this.#output.stdout;
  }

  /** All that the program printed to standard error. */
  get stderr(): string {
    return this.#output.stderr;
  }
}

function toMessage(failure: ProcessFailure): string {
  const args = failure.args.map((arg, index) => (failure.secretArguments.includes(index) ? '***' : arg));
  const line = [failure.command, ...args].join(' ');
  const tail = (failure.stderr.trim() || failure.stdout.trim()).split('\n').slice(-SHOWN_LINES).join('\n');
  const secrets = failure.secretArguments.map((index) => failure.args[index]).filter((text) => text);
  return secrets.reduce<string>(
    (message, secret) => message.replaceAll(secret as string, '***'),
    `run ${line}: ${toReason(failure)}.${tail ? `\n${tail}` : ''}`,
  );
}

function toReason({ cause, exitCode, signal }: ProcessFailure): string {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  if (code === 'ENOENT') return 'the program was not found';
  if (code === 'EACCES') return 'the program may not be executed';
  if (cause !== undefined) return `stopped (${typeof message === 'string' ? message : String(cause)})`;
  return signal ? `ended by ${signal}` : `ended with exit code ${exitCode}`;
}

/** Node puts the whole argument list on a spawn error; it may hold secrets. */
function withoutArguments(cause: unknown): unknown {
  if (typeof cause === 'object' && cause !== null && 'spawnargs' in cause) delete cause.spawnargs;
  return cause;
}
