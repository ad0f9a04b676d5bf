import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { createBufferedSink, createStreamSink } from './line-sink.ts';

describe('createBufferedSink', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-sink-'));
  const path = join(folder, 'out');
  const fd = openSync(path, 'w');
  const written = () => readFileSync(path, 'utf8');
  afterAll(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  it('writes when the buffer is full, when the time is up, and when it is flushed', () => {
    jest.useFakeTimers();
    const sink = createBufferedSink({ fd, bufferBytes: 8, flushEveryMs: 100 });
    sink.write('abc\n');
    expect(written()).toBe('');
    sink.write('def\n');
    expect(written()).toBe('abc\ndef\n');
    sink.write('g\n');
    jest.advanceTimersByTime(99);
    expect(written()).toBe('abc\ndef\n');
    jest.advanceTimersByTime(1);
    expect(written()).toBe('abc\ndef\ng\n');
    sink.write('h\n');
    sink.flush();
    sink.flush();
    expect(written()).toBe('abc\ndef\ng\nh\n');
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('waits half a second by default, and keeps no process alive meanwhile', () => {
    const timer = jest.spyOn(globalThis, 'setTimeout');
    const sink = createBufferedSink({ fd, bufferBytes: 1000 });
    sink.write('i\n');
    expect(timer.mock.calls[0]?.[1]).toBe(500);
    expect((timer.mock.results[0]?.value as NodeJS.Timeout).hasRef()).toBe(false);
    sink.flush();
    timer.mockRestore();
  });

  it('adds one listener for the end of the process, however many there are', () => {
    const before = process.listenerCount('exit');
    for (let count = 0; count < 20; count += 1) createBufferedSink({ fd, bufferBytes: 1 });
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('writes each line at once without a buffer', () => {
    const before = written();
    const sink = createBufferedSink({ fd, bufferBytes: 0 });
    sink.write('j\n');
    sink.write('\u20ac\n');
    expect(written().slice(before.length)).toBe('j\n\u20ac\n');
  });

  it.each([0, 4])('asks a reader that takes nothing every 10 ms, not with each line (buffer of %i)', (bufferBytes) => {
    jest.useFakeTimers();
    const full = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw Object.assign(new Error('full'), { code: 'EAGAIN' });
    });
    const sink = createBufferedSink({ fd, bufferBytes });
    for (const line of ['k1\n', 'k2\n', 'k3\n', 'k4\n']) sink.write(line);
    expect(full).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(10);
    expect(full).toHaveBeenCalledTimes(2);
    full.mockRestore();
    jest.advanceTimersByTime(10);
    expect(written().slice(-12)).toBe('k1\nk2\nk3\nk4\n');
    jest.useRealTimers();
  });

  it('does not throw when nobody can read any more', () => {
    const sink = createBufferedSink({ fd: 987_654, bufferBytes: 1 });
    expect(() => sink.write('lost\n')).not.toThrow();
  });
});

describe('createStreamSink', () => {
  it('survives a reader that went away', () => {
    const stream = new PassThrough();
    const sink = createStreamSink(stream);
    expect(() => {
      stream.emit('error', new Error('EPIPE'));
      sink.write('line\n');
    }).not.toThrow();
    expect(String(stream.read())).toBe('line\n');
  });

  it('survives a stream that throws, and one that tells no errors', () => {
    const sink = createStreamSink({
      write: () => {
        throw new Error('closed');
      },
    });
    expect(() => sink.write('line\n')).not.toThrow();
    expect(() => sink.flush()).not.toThrow();
  });
});

describe('a process that logs', () => {
  let child: ChildProcessByStdio<Writable, Readable, Readable>;
  afterEach(() => void child.kill('SIGKILL'));

  function start(...args: string[]): void {
    child = spawn(process.execPath, [join(import.meta.dirname, '__fixtures__', 'log-and-end.ts'), ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined);
  }

  /** Takes a little at a time with pauses, as a slow collector does; gives the numbers of the lines. */
  async function readSlowly(): Promise<number[]> {
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const lines = output.trimEnd().split('\n');
    return lines.map((line) => (JSON.parse(line) as { line: number }).line);
  }
  const all = Array.from({ length: 3000 }, (_, line) => line);

  it.each([
    ['exits', 'exit', 'buffered', 3],
    ['exits', 'exit', 'direct', 3],
    ['crashes', 'crash', 'buffered', 1],
    ['crashes', 'crash', 'direct', 1],
    ['comes to its end', 'end', 'buffered', 0],
  ])('loses no line to a slow reader when it %s (%s, %s)', async (_title, way, kind, code) => {
    start(way, kind);
    child.stderr.resume();
    const exited = once(child, 'exit');
    expect(await readSlowly()).toEqual(all);
    expect(await exited).toEqual([code, null]);
  });

  it('loses no line when a signal ends it that it listens for', async () => {
    start('sigterm', 'buffered', '50');
    await once(child.stderr, 'data');
    child.kill('SIGTERM');
    expect(await readSlowly()).toEqual(all.slice(0, 50));
  });

  it.each(['buffered', 'direct', 'stream'])('lives on when its reader goes away (%s)', async (kind) => {
    start('reader-gone', kind, '10');
    await once(child.stderr, 'data');
    child.stdout.destroy();
    // Time enough to write into the closed pipe: the answer comes after it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const exited = once(child, 'exit');
    const said = once(child.stderr, 'data');
    child.stdin.write('still there?\n');
    expect(String((await said)[0])).toBe('alive\n');
    expect(await exited).toEqual([0, null]);
  });
});
