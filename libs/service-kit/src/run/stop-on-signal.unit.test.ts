import { createLogger } from '@slipway/logging';
import type { Stoppable } from './stop-on-signal.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { createFakeHost } from './test-support/fake-host.ts';

/** Sends SIGTERM to a service that stops in this way, and gives the exit code with the last lines. */
async function stop(
  target: Partial<Stoppable>,
  andThen: (host: ReturnType<typeof createFakeHost>) => void = () => undefined,
) {
  const host = createFakeHost();
  const lines: Record<string, unknown>[] = [];
  const sink = { write: (line: string) => void lines.push(JSON.parse(line) as never), flush: () => undefined };
  stopOnSignal(host, { timeoutMs: () => 0, ...target }, createLogger({ format: 'json', sink }));
  host.emit('SIGTERM', 'SIGTERM');
  andThen(host);
  return { code: await host.exited, lines: lines.map(({ message }) => message), last: lines.at(-1) };
}

const complete = () => Promise.resolve({ isComplete: true, cutRequests: 0 });

describe('stopOnSignal', () => {
  it('ends with 0 once the service is out of its ports and what it made is closed', async () => {
    const close = jest.fn().mockResolvedValue(undefined);
    expect(await stop({ stop: complete, close })).toMatchObject({ code: 0, lines: ['draining', 'stopped'] });
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('ends with 1 and the number of requests that were cut', async () => {
    const cut = () => Promise.resolve({ isComplete: false, cutRequests: 3 });
    const { code, last } = await stop({ stop: cut });
    expect(code).toBe(1);
    expect(last).toMatchObject({ message: 'stopped before every request was answered', cutRequests: 3 });
  });

  it('ends with 1 when closing fails', async () => {
    const close = () => Promise.reject(new Error('stuck'));
    expect(await stop({ stop: complete, close })).toMatchObject({
      code: 1,
      lines: ['draining', 'closing failed', 'stopped before everything was closed'],
    });
  });

  it('gives closing half a second at least, and then ends with 1', async () => {
    jest.useFakeTimers({ now: 0 });
    try {
      const stopped = stop({ stop: complete, close: () => new Promise(() => undefined) });
      await jest.advanceTimersByTimeAsync(500);
      expect(await stopped).toMatchObject({ code: 1, lines: ['draining', 'stopped before everything was closed'] });
    } finally {
      jest.useRealTimers();
    }
  });

  it('cuts off the drain and what is being closed at a second signal', async () => {
    const untilForced = (signal: AbortSignal) =>
      new Promise<{ isComplete: boolean; cutRequests: number }>((resolve) =>
        signal.addEventListener('abort', () => resolve({ isComplete: false, cutRequests: 1 })),
      );
    const target = { stop: untilForced, close: () => new Promise<void>(() => undefined), timeoutMs: () => 60_000 };
    expect(await stop(target, (host) => host.emit('SIGINT', 'SIGINT'))).toMatchObject({ code: 1 });
  });

  it('ends with 0 when nothing listens yet', async () => {
    expect(await stop({})).toEqual({ code: 0, lines: [], last: undefined });
  });
});
