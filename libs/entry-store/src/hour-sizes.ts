import { stat } from 'node:fs/promises';
import { timeOfEntryName, timeOfHour } from './entry-name.ts';
import { eachEntryFile } from './hour-names.ts';

/** Knows how much room hours take. */
export interface HourSizes {
  /** Bytes of each hour in whole blocks, of what lies before `settledMs`; what is in flight is not counted. */
  read(hours: readonly string[], settledMs: number): Promise<Map<string, number>>;
}

interface Counted {
  bytes: number;
  /** Everything before this time is in `bytes`. */
  uptoMs: number;
}

const HOUR_MS = 3_600_000;
const BLOCK_BYTES = 512;
const STATS_AT_ONCE = 64;

/** Sizes of one folder's hours. Each file is looked at once: what has settled does not change any more. */
export function createHourSizes(folder: string): HourSizes {
  let counted = new Map<string, Counted>();

  async function count(hour: string, settledMs: number): Promise<Counted> {
    const before = counted.get(hour) ?? { bytes: 0, uptoMs: 0 };
    if (before.uptoMs >= timeOfHour(hour) + HOUR_MS) return before;
    let bytes = before.bytes;
    let batch: string[] = [];
    const addBatch = async () => {
      for (const size of await Promise.all(batch.map((base) => bytesOf(`${folder}/${hour}/${base}`)))) bytes += size;
      batch = [];
    };
    for await (const base of eachEntryFile(`${folder}/${hour}`)) {
      const ms = timeOfEntryName(base);
      if (ms < before.uptoMs || ms >= settledMs) continue;
      batch.push(base);
      if (batch.length === STATS_AT_ONCE) await addBatch();
    }
    await addBatch();
    return { bytes, uptoMs: Math.max(before.uptoMs, settledMs) };
  }

  return {
    async read(hours, settledMs) {
      const next = new Map<string, Counted>();
      for (const hour of hours) next.set(hour, await count(hour, settledMs));
      counted = next;
      return new Map([...next].map(([hour, { bytes }]) => [hour, bytes]));
    },
  };
}

async function bytesOf(path: string): Promise<number> {
  const file = await stat(path).catch(() => undefined);
  return file === undefined ? 0 : file.blocks * BLOCK_BYTES;
}
