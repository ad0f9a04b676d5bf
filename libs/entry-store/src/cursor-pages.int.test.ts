import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createEntryStore } from './entry-store.ts';
import type { EntryStore } from './entry-store-types.ts';

/** Files by the hundred on a busy disk. */
jest.setTimeout(120_000);

const T = Date.UTC(2026, 10, 21, 6, 30);

/** What may happen between two pages. */
const steps = fc.oneof(
  { weight: 5, arbitrary: fc.record({ write: fc.constantFrom(0, 1), count: fc.integer({ min: 1, max: 7 }) }) },
  { weight: 4, arbitrary: fc.record({ page: fc.integer({ min: 1, max: 9 }) }) },
  // Steps back and forth, within the hour and over its borders.
  { weight: 2, arbitrary: fc.record({ clock: fc.constantFrom(1, 40, -3_600_000, 1_800_000, 3_600_000) }) },
  { weight: 1, arbitrary: fc.constant({ prune: true as const }) },
);

describe('cursor pages', () => {
  it('give each entry once and in order, whatever is written, pruned, and done to the clock meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (script) => {
        const folder = mkdtempSync(join(tmpdir(), 'slipway-pages-'));
        let now = T;
        const retention = { maxAgeMs: 2 * 3_600_000 };
        const stores: EntryStore[] = ['a', 'b'].map((startId) =>
          createEntryStore({ folder, host: 'pod', startId, now: () => now, retention, settleMs: 0 }),
        );
        try {
          for (const store of stores) await store.open();
          const [written, read]: [Set<string>, string[]] = [new Set(), []];
          const dropped = new Set<string>();
          const writing: Promise<unknown>[] = [];
          const reader = stores[0] as EntryStore;
          const readPage = async (limit: number) => {
            let count = 0;
            const after = read.at(-1);
            for await (const { name } of reader.read({ limit, ...(after === undefined ? {} : { after }) })) {
              read.push(name);
              count += 1;
            }
            return count;
          };
          for (const step of script) {
            if ('clock' in step) now += step.clock;
            else if ('prune' in step) for (const { hour } of await reader.prune()) dropped.add(hour);
            else if ('page' in step) expect(await readPage(step.page)).toBeLessThanOrEqual(step.page);
            else {
              for (let n = 0; n < step.count; n += 1) {
                writing.push((stores[step.write] as EntryStore).write({ n }).then((name) => written.add(name)));
              }
            }
          }
          await Promise.all(writing);
          // One process alone has settled all at once, as soon as its clock is past the other's last name.
          await (stores[1] as EntryStore).close();
          now = T + 100 * 3_600_000;
          while ((await readPage(5)) > 0);

          expect([...new Set(read)].sort()).toEqual(read);
          const missing = [...written].filter((name) => !read.includes(name));
          expect(missing.filter((name) => !dropped.has(name.slice(0, 11)))).toEqual([]);
          expect(read.filter((name) => !written.has(name))).toEqual([]);
        } finally {
          for (const store of stores) await store.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 40 },
    );
  });
});
