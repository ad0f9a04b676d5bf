import { settledHorizon } from './settled-horizon.ts';

/** What happens, in order, as the horizon asks. */
function parts({
  floors = [Infinity],
  pending = [undefined],
  settled = Promise.resolve(),
  publishFails = false,
}: {
  floors?: number[];
  pending?: (number | undefined)[];
  settled?: Promise<void>;
  publishFails?: boolean;
}) {
  const asked: string[] = [];
  const nextOf = <X>(list: X[]) => (list.length > 1 ? list.shift() : list[0]) as X;
  return {
    asked,
    namer: { cut: () => (asked.push('cut'), 100) },
    gate: {
      settled: (ms: number) => (asked.push(`settled ${ms}`), settled),
      oldestPendingMs: () => nextOf(pending),
    },
    presence: {
      async publish() {
        asked.push('publish');
        if (publishFails) throw new Error('read-only');
      },
      async floorOfOthers() {
        asked.push('others');
        return nextOf(floors);
      },
    },
  };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('settledHorizon', () => {
  it('cuts, waits for its own writes, promises, and only then looks at the others', async () => {
    const each = parts({});
    expect(await settledHorizon({ ...each, settleMs: 1000 })).toBe(100);
    expect(each.asked).toEqual(['cut', 'settled 100', 'publish', 'others']);
  });

  it('asks again until every other process has come up to it', async () => {
    const each = parts({ floors: [90, 99, 100] });
    expect(await settledHorizon({ ...each, settleMs: 5000 })).toBe(100);
    expect(each.asked.filter((call) => call === 'others')).toHaveLength(3);
  });

  it('waits no longer than it may, and gives what all have settled then', async () => {
    const begun = performance.now();
    expect(await settledHorizon({ ...parts({ floors: [90, 97] }), settleMs: 30 })).toBe(97);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
  });

  it('does not wait for an own write for ever, and never goes past it', async () => {
    const never = new Promise<void>(() => undefined);
    expect(await settledHorizon({ ...parts({ pending: [60], settled: never, floors: [80] }), settleMs: 30 })).toBe(60);
  });

  it('gives up at the very end of its time, not after', async () => {
    const times = [0, 30];
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? 1e9);
    expect(await settledHorizon({ ...parts({ floors: [90] }), settleMs: 30 })).toBe(90);
    expect(clock).toHaveBeenCalledTimes(2);
    clock.mockRestore();
  });

  it('leaves no timer behind that would keep the process from ending', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    await settledHorizon({ ...parts({}), settleMs: 60_000 });
    expect(timers()).toBe(before);
    const asking = settledHorizon({ ...parts({ floors: [90, 90, 100] }), settleMs: 60_000 });
    await nextTurn();
    expect(timers()).toBe(before);
    await asking;
  });

  it('takes an own write into account that was begun again meanwhile', async () => {
    const each = parts({ pending: [70, undefined] });
    expect(await settledHorizon({ ...each, settleMs: 5000 })).toBe(100);
  });

  it('reads also where it can promise nothing', async () => {
    expect(await settledHorizon({ ...parts({ publishFails: true }), settleMs: 30 })).toBe(100);
  });
});
