import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBenches } from './load-benches.ts';
import { SUITES } from './suites.ts';

describe('loadBenches', () => {
  it.each([
    ['services', ['http-delayed', 'http-rolling-restart', 'http-trivial']],
    ['engine', ['first-deploy', 'group-rollback', 'no-op', 'one-line']],
  ] as const)(
    'finds the benches of the %s by their file names, with rows of goals that can be reached',
    async (suite, names) => {
      const { folder } = SUITES[suite];
      const benches = await loadBenches(folder);
      expect(benches.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
      for (const { name, rows } of benches) {
        expect(readFileSync(join(folder, `${name}.bench.ts`), 'utf8')).toContain(`name: '${name}'`);
        for (const { bar, stretch, better } of rows) {
          if (better === 'lower') expect(stretch).toBeLessThanOrEqual(bar);
          else expect(stretch).toBeGreaterThanOrEqual(bar);
        }
      }
    },
  );
});
