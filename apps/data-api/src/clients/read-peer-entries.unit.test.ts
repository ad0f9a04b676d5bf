import { PassThrough, Readable } from 'node:stream';
import { readPeerEntries } from './read-peer-entries.ts';

const LIMIT_MS = 1000;
const name = (n: number) => `20261121T06/20261121T063004123Z-0000000${n}-pod-1-s.log`;
const line = (n: number) => `{"file":"${name(n)}","n":${n}}\n`;

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

describe('readPeerEntries', () => {
  it('lets whoever reads take as long as it likes over each entry', async () => {
    const body = Readable.from([line(1) + line(2), line(3)], { objectMode: false });
    const names: string[] = [];
    for await (const entry of readPeerEntries(body, LIMIT_MS)) {
      names.push(entry.name);
      jest.advanceTimersByTime(LIMIT_MS * 2);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(names).toEqual([name(1), name(2), name(3)]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([
    ['from the start', [], 0],
    ['after some entries', [line(1)], 1],
  ])('fails when the peer is silent %s', async (_when, sent, count) => {
    const body = new PassThrough();
    for (const text of sent) body.write(text);
    const entries = readPeerEntries(body, LIMIT_MS);
    for (let n = 0; n < count; n += 1) await entries.next();
    const next = entries.next();
    await new Promise((resolve) => setImmediate(resolve));
    jest.advanceTimersByTime(LIMIT_MS);
    await expect(next).rejects.toThrow('the peer sent nothing for 1000 ms');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends its clock when whoever reads stops before the end', async () => {
    const body = new PassThrough();
    body.write(line(1));
    const entries = readPeerEntries(body, LIMIT_MS);
    await entries.next();
    await entries.return(undefined);
    expect(jest.getTimerCount()).toBe(0);
    expect(body.destroyed).toBe(true);
  });

  it.each([
    ['breaks off within a line', [line(1), '{"file":'], 'the peer broke off within a line'],
    ['sends a line without end', ['x'.repeat(1_048_577)], 'the peer sent a line without end'],
    ['sends what is no entry', ['{"n":1}\n'], 'the peer sent something else than an entry'],
    ['sends a path that leads elsewhere', ['{"file":"../../key"}\n'], 'the peer sent something else than an entry'],
  ])('fails when the peer %s', async (_what, sent, message) => {
    const body = Readable.from(sent, { objectMode: false });
    const all = async () => {
      for await (const entry of readPeerEntries(body, LIMIT_MS)) void entry;
    };
    await expect(all()).rejects.toThrow(message);
  });
});
