import fs from 'node:fs';
import { createBufferedSink } from './line-sink.ts';

/** A pipe of so many bytes, as the kernel would keep it; `take` reads all of it. */
function aPipe(room: number) {
  let held = Buffer.alloc(0);
  let taken = Buffer.alloc(0);
  let calls = 0;
  jest.spyOn(fs, 'writeSync').mockImplementation(((_fd: number, data: string | Buffer) => {
    calls += 1;
    const bytes = Buffer.from(data as string);
    const fits = Math.min(bytes.length, room - held.length);
    if (fits === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' });
    held = Buffer.concat([held, bytes.subarray(0, fits)]);
    return fits;
  }) as typeof fs.writeSync);
  return {
    calls: () => calls,
    take() {
      taken = Buffer.concat([taken, held]);
      held = Buffer.alloc(0);
      return taken.toString();
    },
  };
}

let waits: jest.SpiedFunction<typeof Atomics.wait>;

describe('createBufferedSink on a pipe', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    waits = jest.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('keeps what a full pipe does not take and tries again every 10 ms, without waiting', () => {
    const pipe = aPipe(6);
    const sink = createBufferedSink({ fd: 9, bufferBytes: 0 });
    sink.write('abc\n');
    sink.write('def\n');
    sink.write('ghi\n');
    const callsWhenFull = pipe.calls();
    jest.advanceTimersByTime(9);
    expect(pipe.calls()).toBe(callsWhenFull);
    expect(pipe.take()).toBe('abc\nde');
    jest.advanceTimersByTime(1);
    expect(pipe.take()).toBe('abc\ndef\nghi\n');
    jest.advanceTimersByTime(10);
    expect(waits).not.toHaveBeenCalled();
    sink.write('jkl\n');
    expect(pipe.take()).toBe('abc\ndef\nghi\njkl\n');
  });

  it('keeps all while nothing is taken', () => {
    const pipe = aPipe(4);
    const sink = createBufferedSink({ fd: 9, bufferBytes: 0 });
    sink.write('abc\n');
    sink.write('def\n');
    jest.advanceTimersByTime(100);
    expect(pipe.take()).toBe('abc\n');
    jest.advanceTimersByTime(10);
    expect(pipe.take()).toBe('abc\ndef\n');
  });

  it('never tears a character apart', () => {
    for (const room of [2, 3, 4, 5, 6, 7]) {
      const pipe = aPipe(room);
      // The reader takes what there is whenever the process would wait for it.
      waits.mockImplementation(() => (pipe.take(), 'timed-out'));
      const sink = createBufferedSink({ fd: 9, bufferBytes: 0 });
      sink.write('a\u20ac\ud83d\ude00\u00e4\n');
      for (let turn = 0; turn < 20; turn += 1) {
        pipe.take();
        jest.advanceTimersByTime(10);
      }
      expect(pipe.take()).toBe('a\u20ac\ud83d\ude00\u00e4\n');
    }
  });

  it('waits for the reader at a flush, and gives up after 2 s without progress', () => {
    const pipe = aPipe(4);
    const sink = createBufferedSink({ fd: 9, bufferBytes: 100 });
    sink.write('abc\ndef\n');
    waits.mockImplementationOnce(() => (pipe.take(), 'timed-out'));
    sink.flush();
    expect(pipe.take()).toBe('abc\ndef\n');
    expect(waits).toHaveBeenCalledTimes(1);
    expect(waits.mock.calls[0]?.[3]).toBe(5);

    sink.write('abc\ndef\n');
    sink.flush();
    expect(waits).toHaveBeenCalledTimes(1 + 400);
    sink.flush();
    expect(pipe.take()).toBe('abc\ndef\nabc\n');
  });

  it('waits for the reader once 4 Mi characters wait', () => {
    const pipe = aPipe(4);
    const sink = createBufferedSink({ fd: 9, bufferBytes: 0 });
    sink.write('abc\n');
    sink.write('x'.repeat(4_194_303));
    expect(waits).not.toHaveBeenCalled();
    sink.write('y');
    expect(waits).toHaveBeenCalled();
    pipe.take();
  });

  it('drops what cannot be written because nobody reads', () => {
    jest.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw Object.assign(new Error('gone'), { code: 'EPIPE' });
    });
    const sink = createBufferedSink({ fd: 9, bufferBytes: 0 });
    sink.write('abc\n');
    expect(jest.getTimerCount()).toBe(0);
    const pipe = aPipe(100);
    sink.write('def\n');
    expect(pipe.take()).toBe('def\n');
  });

  it('writes what waits together when the size is reached, though the time is not up', () => {
    const pipe = aPipe(100);
    const sink = createBufferedSink({ fd: 9, bufferBytes: 6 });
    sink.write('abc\n');
    expect(pipe.calls()).toBe(0);
    sink.write('de');
    expect([pipe.calls(), pipe.take()]).toEqual([1, 'abc\nde']);
    expect(jest.getTimerCount()).toBe(0);
  });
});
