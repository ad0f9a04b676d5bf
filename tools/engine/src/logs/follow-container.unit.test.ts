import type { KubeClient, LogStreamOptions } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { createFakeClock, createFakeKube } from '@slipway/testing';
import { followContainer } from './follow-container.ts';

const target = { namespace: 'shop', pod: 'web-1', container: 'app' };
const at = (second: number, text: string) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.5Z ${text}`;
const broken = new SlipwayError({ code: 'LogInterrupted', message: 'broke.' });

/** Plays one answer of the server for each stream; a step that throws breaks the connection. */
async function follow(
  steps: { lines: string[]; fails?: Error; then?: () => void }[],
  restarts = () => 0,
  isThere = () => true,
) {
  const asked: LogStreamOptions[] = [];
  const kube: KubeClient = {
    ...createFakeKube(),
    async *streamLogs(options) {
      asked.push(options);
      const step = steps.shift();
      yield* step?.lines ?? [];
      step?.then?.();
      if (step?.fails) throw step.fails;
    },
  };
  const taken: string[] = [];
  const notices: string[] = [];
  await followContainer(
    {
      target,
      start: { tailLines: 10 },
      state: () => (isThere() ? { name: 'app', restarts: restarts(), hasLog: true, hasPrevious: false, isOver: steps.length === 0 } : undefined), // prettier-ignore
      take: async ({ text }) => void taken.push(text),
      onInterrupted: (message) => notices.push(message),
    },
    { kube, clock: createFakeClock() },
    new AbortController().signal,
  );
  return { taken, asked, notices };
}

describe('followContainer', () => {
  it('goes on after a broken connection without losing or doubling a line', async () => {
    const { taken, asked, notices } = await follow([
      { lines: [at(5, 'a'), at(6, 'b'), at(6, 'b')], fails: broken },
      { lines: [at(5, 'a'), at(6, 'b'), at(6, 'b'), at(6, 'b'), at(7, 'c')] },
    ]);
    expect(taken).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(asked.slice(0, 2).map(({ tailLines, sinceTime }) => tailLines ?? sinceTime)).toEqual([10, '2026-01-01T00:00:05.500Z']); // prettier-ignore
    expect(notices).toEqual(['broke.']);
  });

  it('reads the rest of a run before the next one', async () => {
    let restarts = 0;
    const { taken, asked } = await follow(
      [
        { lines: [at(1, 'a')], fails: broken, then: () => (restarts = 1) },
        { lines: [at(1, 'a'), at(2, 'last words')] },
        { lines: [at(9, 'again')] },
      ],
      () => restarts,
    );
    expect(taken).toEqual(['a', 'last words', 'again']);
    expect(asked.slice(0, 3).map(({ previous = false, follow: isFollowed = false }) => [previous, isFollowed])).toEqual(
      [
        [false, true],
        [true, false],
        [false, true],
      ],
    );
  });

  it('looks once more when the pod is gone', async () => {
    let isThere = true;
    const { taken } = await follow(
      [{ lines: [at(1, 'a')], then: () => (isThere = false) }, { lines: [at(1, 'a'), at(2, 'b')] }],
      undefined,
      () => isThere,
    );
    expect(taken).toEqual(['a', 'b']);
  });

  it('ends with what does not pass', async () => {
    const refused = new SlipwayError({ code: 'Forbidden', message: 'no right.' });
    await expect(follow([{ lines: [], fails: refused }])).rejects.toMatchObject({ code: 'Forbidden' });
  });
});
