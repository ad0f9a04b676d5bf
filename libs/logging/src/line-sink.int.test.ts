import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    jest.advanceTimersByTime(100);
    expect(written()).toBe('abc\ndef\ng\n');
    sink.write('h\n');
    sink.flush();
    expect(written()).toBe('abc\ndef\ng\nh\n');
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
  });
});
