import type { HelmLintClient } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import { parseHelmLint } from './parse-helm-lint.ts';

/** Where Helm is. */
export interface HelmLintClientOptions {
  /** Absolute path of the program. */
  program: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv;
}

/** The real `helm lint --strict`. Values go in through standard input: they stand in no command line. */
export function createHelmLintClient({ program, env }: HelmLintClientOptions): HelmLintClient {
  return {
    async lint({ namespace }, { chartDir, valuesFiles, values }, signal) {
      const files = [...valuesFiles, '-'].flatMap((file) => ['-f', file]);
      const { exitCode, stdout, stderr } = await runProcess(
        program,
        ['lint', '--strict', '-n', namespace, ...files, chartDir],
        { env: env ?? process.env, input: JSON.stringify(values), signal, okCodes: [0, 1], dieWithParent: true },
      );
      const messages = parseHelmLint(stdout);
      const isExplained = messages.some(({ severity }) => severity !== 'info');
      if (exitCode === 0 || isExplained) return messages;
      return [...messages, { severity: 'error', message: stderr.trim() || 'helm lint failed without a word' }];
    },
  };
}
