import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { findProgram } from './find-program.ts';
import { ProcessError } from './process-error.ts';
import { runProcess } from './run-process.ts';

const sh = (script: string, options = {}) => runProcess('/bin/sh', ['-c', script], options);

async function failureOf(promise: Promise<unknown>): Promise<ProcessError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProcessError)) throw new Error(`expected a ProcessError, got ${String(error)}`);
  return error;
}

/** Whether the process runs; a zombie that waits for its parent has ended. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function endsSoon(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && isRunning(pid); attempt++) await sleep(50);
  return !isRunning(pid);
}

describe('runProcess', () => {
  it('gives both outputs and the exit code', async () => {
    expect(await sh('echo out; echo err >&2')).toEqual({ exitCode: 0, stdout: 'out\n', stderr: 'err\n' });
  });

  it('reports each line, the last one without a line end too', async () => {
    const lines: [string, string][] = [];
    await sh('printf "a\\nb"; printf "c\\n" >&2', {
      onLine: (line: string, stream: string) => lines.push([stream, line]),
    });
    expect(lines.filter(([stream]) => stream === 'stdout')).toEqual([
      ['stdout', 'a'],
      ['stdout', 'b'],
    ]);
    expect(lines).toContainEqual(['stderr', 'c']);
  });

  it('takes a multi-byte character that is split over two writes as one', async () => {
    expect((await sh("printf '\\303'; sleep 0.2; printf '\\244'")).stdout).toBe('ä');
  });

  it('hands the input over', async () => {
    expect((await runProcess('cat', [], { input: 'hello' })).stdout).toBe('hello');
  });

  it('survives a program that does not read its input', async () => {
    expect((await runProcess('true', [], { input: 'x'.repeat(1_000_000) })).exitCode).toBe(0);
  });

  it('fails with the code, the command and the last lines', async () => {
    const error = await failureOf(sh('for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line$i >&2; done; exit 3'));
    expect(error.code).toBe('ProcessFailed');
    expect(error.processExitCode).toBe(3);
    expect(error.message).toContain('ended with exit code 3');
    expect(error.message).toContain('line12');
    expect(error.message).not.toContain('line2\n');
    expect(error.stderr).toContain('line2\n');
  });

  it('takes the exit codes that are said to be fine', async () => {
    expect((await sh('exit 2', { okCodes: [0, 2] })).exitCode).toBe(2);
  });

  it('says that a program is not there', async () => {
    expect((await failureOf(runProcess('no-such-program-here', []))).message).toContain('the program was not found');
    const guarded = await failureOf(runProcess('no-such-program-here', [], { dieWithParent: true }));
    expect(guarded.message).toContain('the program was not found');
    const secret = await failureOf(runProcess('no-such-program-here', ['hunter2'], { secretArguments: [0] }));
    expect(inspect(secret)).not.toContain('hunter2');
  });

  it('hides secret arguments in the command line and in what the program printed', async () => {
    const error = await failureOf(
      runProcess('/bin/sh', ['-c', 'echo "login failed for $0" >&2; exit 1', 'hunter2'], { secretArguments: [2] }),
    );
    expect(error.message).not.toContain('hunter2');
    expect(error.message).toContain('login failed for ***');
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('starts nothing when the signal has fired already', async () => {
    const error = await failureOf(sh('echo started', { signal: AbortSignal.abort(new Error('enough')) }));
    expect(error.message).toContain('stopped (enough)');
    expect(error.stdout).toBe('');
  });

  it('ends the whole process group when aborted', async () => {
    const controller = new AbortController();
    let grandchild = 0;
    const running = sh('sleep 60 & echo $!; wait', {
      signal: controller.signal,
      onLine: (line: string) => {
        grandchild = Number(line);
        controller.abort(new Error('interrupted'));
      },
    });
    expect((await failureOf(running)).message).toContain('interrupted');
    expect(grandchild).toBeGreaterThan(1);
    expect(await endsSoon(grandchild)).toBe(true);
  });

  it('kills what ignores SIGTERM', async () => {
    const controller = new AbortController();
    const running = sh('trap "" TERM; echo ready; while true; do sleep 0.1; done', {
      signal: controller.signal,
      killAfterMs: 200,
      onLine: () => controller.abort(),
    });
    const started = Date.now();
    await failureOf(running);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  const canGuard = process.platform === 'linux' && findProgram('setpriv') !== undefined;
  (canGuard ? it : it.skip)('takes a guarded child along when this process is killed', async () => {
    const module = join(import.meta.dirname, 'run-process.ts');
    const script = `import { runProcess } from ${JSON.stringify(module)};
      await runProcess('/bin/sh', ['-c', 'echo $$; exec sleep 60'],
        { dieWithParent: true, onLine: (line) => process.stdout.write(line + '\\n') });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))));
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    expect(await endsSoon(pid)).toBe(true);
  });
});
