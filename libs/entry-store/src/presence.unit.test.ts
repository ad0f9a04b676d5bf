import { createEntryNamer } from './entry-namer.ts';
import { createPresence, MAX_AHEAD_MS } from './presence.ts';

const T = Date.UTC(2026, 10, 21, 6, 30);

beforeEach(() => void jest.useFakeTimers({ now: T }));
afterEach(() => void jest.useRealTimers());

function aPresence() {
  const said: (number | string)[] = [];
  const state = {
    others: [] as number[],
    pending: undefined as number | undefined,
    failure: undefined as Error | undefined,
    isStuck: false,
  };
  const markers = {
    async touch(ms: number) {
      if (state.failure) throw state.failure;
      if (state.isStuck) await new Promise(() => undefined);
      said.push(ms === 0 ? 0 : ms - T);
    },
    async floorsOfOthers() {
      return state.others;
    },
    async remove() {
      said.push('gone');
    },
  };
  const namer = createEntryNamer({ host: 'p', startId: 's', now: Date.now });
  const catchUp = async () => void said.push('catch up');
  const presence = createPresence({ markers, namer, catchUp, oldestPendingMs: () => state.pending, now: Date.now });
  return { presence, said, state, namer };
}

describe('createPresence', () => {
  it('begins with a marker that nothing is settled, catches up, and then says how far it is', async () => {
    const { presence, said } = aPresence();
    expect([presence.hasJoined(), presence.isKnown(), presence.mayCountAsDead()]).toEqual([false, false, false]);
    await presence.tell();
    expect(said).toEqual([0, 'catch up', 0 + 0]);
    expect([presence.hasJoined(), presence.isKnown(), presence.mayCountAsDead()]).toEqual([true, true, false]);
    await presence.tell();
    expect(said).toHaveLength(4);
    await presence.close();
  });

  it('says no more than its oldest write that is not over', async () => {
    const { presence, said, state } = aPresence();
    state.pending = T - 7;
    await presence.publish();
    expect(said).toEqual([0, 'catch up', -7]);
    state.pending = undefined;
    jest.setSystemTime(T + 9);
    await presence.publish();
    expect(said.at(-1)).toBe(9);
    await presence.close();
  });

  it('goes on every second alone, and every 50 ms in company', async () => {
    const { presence, said, state } = aPresence();
    await presence.tell();
    said.length = 0;
    await jest.advanceTimersByTimeAsync(999);
    expect(said).toEqual([]);
    await jest.advanceTimersByTimeAsync(1001);
    expect(said).toEqual([1000, 2000]);
    state.others = [T];
    await jest.advanceTimersByTimeAsync(1100);
    expect(said).toEqual([1000, 2000, 3000, 3050, 3100]);
    state.others = [];
    await jest.advanceTimersByTimeAsync(1050);
    expect(said.slice(5)).toEqual([3150, 4150]);
    await presence.close();
  });

  it('goes on in one row, however often it was asked, and no more once it is closed', async () => {
    const { presence } = aPresence();
    await Promise.all([presence.tell(), presence.publish(), presence.tell()]);
    await presence.tell();
    expect(jest.getTimerCount()).toBe(1);
    await presence.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('goes on after others that are ahead, up to a day and two hours', async () => {
    const { presence, state, namer } = aPresence();
    state.others = [T + MAX_AHEAD_MS, T + 5];
    expect(await presence.floorOfOthers()).toBe(T + 5);
    expect(namer.floor()).toBe(T + MAX_AHEAD_MS);
    state.others = [T + MAX_AHEAD_MS + 1];
    await presence.floorOfOthers();
    expect(namer.floor()).toBe(T + MAX_AHEAD_MS);
    state.others = [];
    expect(await presence.floorOfOthers()).toBe(Infinity);
  });

  it('is no longer known 2.5 s after its last sign of life, and may count as dead after 4.5 s', async () => {
    const { presence, state } = aPresence();
    await jest.advanceTimersByTimeAsync(100);
    await presence.tell();
    state.isStuck = true;
    const known = async (ms: number) => {
      await jest.advanceTimersByTimeAsync(ms);
      return [presence.isKnown(), presence.mayCountAsDead()];
    };
    expect(await known(2499)).toEqual([true, false]);
    expect(await known(1)).toEqual([false, false]);
    expect(await known(2000)).toEqual([false, false]);
    expect(await known(1)).toEqual([false, true]);
  });

  it('lets writes begin for a time after a failure, since they say why, and does not count as dead', async () => {
    const { presence, state } = aPresence();
    state.failure = new Error('read-only');
    await expect(presence.tell()).rejects.toThrow('read-only');
    expect([presence.hasJoined(), presence.isKnown(), presence.mayCountAsDead()]).toEqual([false, true, false]);
    jest.clearAllTimers();
    await jest.advanceTimersByTimeAsync(2500);
    expect(presence.isKnown()).toBe(false);
    state.failure = undefined;
    await presence.publish();
    expect([presence.hasJoined(), presence.isKnown()]).toEqual([true, true]);
    await presence.close();
  });

  it('goes on trying after a failure', async () => {
    const { presence, said, state } = aPresence();
    state.failure = new Error('read-only');
    await presence.tell().catch(() => undefined);
    state.failure = undefined;
    await jest.advanceTimersByTimeAsync(1000);
    expect(said).toEqual([0, 'catch up', 1000]);
    await presence.close();
  });

  it('takes its marker away at the end, after what was on its way, and never brings it back', async () => {
    const { presence, said } = aPresence();
    const told = presence.tell();
    const closed = presence.close();
    await Promise.all([told, closed, presence.tell(), presence.publish()]);
    await jest.advanceTimersByTimeAsync(5000);
    expect(said.at(-1)).toBe('gone');
    expect(said.filter((each) => each === 'gone')).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
