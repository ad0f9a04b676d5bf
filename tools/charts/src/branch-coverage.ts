import { join, resolve } from 'node:path';
import { ensureTools } from '@slipway/toolchain';
import { measureCoverage } from './branch-coverage/measure-coverage.ts';
import type { Branch } from './branch-coverage/to-branches.ts';

/** `node branch-coverage.ts [CHARTS]`: names every branch of the library chart's templates that no unit test notices, and exits 1 then. */
const charts = resolve(process.argv[2] ?? join(import.meta.dirname, '../../../deploy/charts'));
const tools = await ensureTools(['helm-unittest']);
const { branches, unreached, unnoticed } = await measureCoverage({
  charts,
  library: 'common',
  testCharts: ['common-bare', 'stack', 'common-test'],
  program: tools.path('helm-unittest'),
  env: tools.env,
});
const print = (what: string, found: readonly Branch[]) => {
  for (const { file, line, title } of found) {
    process.stdout.write(`${what}: deploy/charts/common/${file}:${line} ${title}\n`);
  }
};
print('no test comes by', unreached);
print('no test notices', unnoticed);
const share = (100 * (branches - unreached.length - unnoticed.length)) / branches;
process.stdout.write(
  `${branches} branches, ${unreached.length} unreached, ${unnoticed.length} unnoticed: ${share.toFixed(1)} % covered\n`,
);
if (unreached.length + unnoticed.length > 0) process.exitCode = 1;
