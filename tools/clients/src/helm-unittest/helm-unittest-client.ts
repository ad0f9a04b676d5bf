import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChartTester } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import { asChecker, checkerFailed } from '../render-files/checker-failed.ts';
import { parseHelmUnittest } from './parse-helm-unittest.ts';

/** Where helm-unittest is. */
export interface HelmUnittestClientOptions {
  /** Absolute path of the program. */
  program: string;
  /** Version, for the summary. */
  version: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv | undefined;
}

/** Every suite below the chart's `tests` folder, however deep; those of charts within it are theirs. */
const ARGS = ['--strict', '--color=false', '--with-subchart=false', '-f', 'tests/**/*_test.yaml'];

/** The real helm-unittest. Works on a copy, because it makes folders for snapshots beside the suites. */
export function createHelmUnittestClient({ program, version, env }: HelmUnittestClientOptions): ChartTester {
  return {
    name: 'helm-unittest',
    version,
    async test(chartDir, signal) {
      const dir = await mkdtemp(join(tmpdir(), 'slipway-unittest-'));
      try {
        await cp(chartDir, join(dir, CHART), { recursive: true, dereference: true });
        const { exitCode, stdout, stderr } = await asChecker('helm-unittest', signal, () =>
          runProcess(program, [...ARGS, CHART], { env, cwd: dir, signal, okCodes: [0, 1], dieWithParent: true }),
        );
        const result = parseHelmUnittest(stdout, `${CHART}/`);
        if (result && (exitCode === 0 || result.faults.length > 0)) return result;
        throw checkerFailed('helm-unittest', stderr.trim() || stdout.trim() || 'it failed without a word.');
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  };
}

const CHART = 'chart';
