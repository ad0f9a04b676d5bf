import { setTimeout as sleep } from 'node:timers/promises';
import { runInTurn } from './queue.ts';

describe('runInTurn', () => {
  it('overlaps a download with the compiling before it, and nothing else', async () => {
    const events: string[] = [];
    const job = (name: string) => async (turn: () => Promise<void>) => {
      events.push(`fetch ${name}`);
      await sleep(5);
      await turn();
      events.push(`compile ${name}`);
      await sleep(20);
      events.push(`done ${name}`);
      return name;
    };
    expect(await runInTurn(['a', 'b', 'c'].map(job))).toEqual(['a', 'b', 'c']);
    expect(events).toEqual([
      'fetch a',
      'compile a',
      'fetch b',
      'done a',
      'compile b',
      'fetch c',
      'done b',
      'compile c',
      'done c',
    ]);
  });

  it('runs a job that takes no turn to its end before the next starts', async () => {
    const events: string[] = [];
    await runInTurn([
      async () => {
        events.push('a');
        await sleep(10);
        events.push('a done');
      },
      async () => void events.push('b'),
    ]);
    expect(events).toEqual(['a', 'a done', 'b']);
  });

  it('fails with the first failure and still lets the next one see its signal', async () => {
    const later = jest.fn();
    await expect(runInTurn([() => Promise.reject(new Error('first')), async () => void later()])).rejects.toThrow(
      'first',
    );
    await sleep(1);
    expect(later).toHaveBeenCalledTimes(1);
  });
});
