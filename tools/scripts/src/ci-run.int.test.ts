import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { workspaceRoot } from './support/workspace-root.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-ci-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs .ci/run with an npm that only prints: one script for `npm test`, one for `npm run e2e`. */
async function ciRun(test: string, e2e: string) {
  const npm = join(folder, 'npm');
  writeFileSync(npm, `#!/bin/sh\nif [ "$1" = test ]; then ${test}; else ${e2e}; fi\n`);
  chmodSync(npm, 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  const { exitCode, stdout } = await runProcess(join(workspaceRoot, '.ci', 'run'), [], { env, okCodes: [0, 1] });
  return { exitCode, last: stdout.trimEnd().split('\n').at(-1) };
}

const GOOD = 'echo "10 passed, 0 failed"';

describe('.ci/run', () => {
  it.each([
    ['both good', GOOD, 'echo "2 passed, 0 failed"', '12 passed, 0 failed', 0],
    ['failed tests', 'echo "9 passed, 1 failed"; exit 1', GOOD, '19 passed, 1 failed', 1],
    ['a step that dies without a count', GOOD, 'kill -9 $$', '10 passed, 1 failed', 1],
    ['a step that dies after a good count', `${GOOD}; exit 3`, GOOD, '20 passed, 1 failed', 1],
    ['a step that ends well without a count', 'true', GOOD, '10 passed, 1 failed', 1],
    ['an exit code that hides failures', 'echo "1 passed, 2 failed"', GOOD, '11 passed, 2 failed', 1],
    [
      'a count in the middle of other output',
      `echo "5 passed, 5 failed"; ${GOOD}; echo bye`,
      GOOD,
      '20 passed, 0 failed',
      0,
    ],
  ])('adds up %s', async (_title, test, e2e, last, exitCode) => {
    expect(await ciRun(test, e2e)).toEqual({ last, exitCode });
  });
});
