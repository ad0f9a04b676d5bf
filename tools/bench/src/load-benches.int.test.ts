import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBenches } from './load-benches.ts';

describe('loadBenches', () => {
  it('finds every bench by its file name, with rows of goals that can be reached', async () => {
    const benches = await loadBenches();
    expect(benches.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['http-delayed', 'http-rolling-restart', 'http-trivial']),
    );
    for (const { name, rows } of benches) {
      expect(readFileSync(join(import.meta.dirname, 'benches', `${name}.bench.ts`), 'utf8')).toContain(
        `name: '${name}'`,
      );
      for (const { bar, stretch, better } of rows) {
        if (better === 'lower') expect(stretch).toBeLessThanOrEqual(bar);
        else expect(stretch).toBeGreaterThanOrEqual(bar);
      }
    }
  });
});
