import type { ManifestChecker } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import { asChecker, parseCheckerJson } from '../render-files/checker-failed.ts';
import { hasObjects } from '../render-files/has-objects.ts';
import { withRenderFiles } from '../render-files/with-render-files.ts';
import type { KubeLinterOutput } from './parse-kube-linter.ts';
import { toIgnoreFindings, toKubeLinterFindings } from './parse-kube-linter.ts';

/** Where kube-linter is. */
export interface KubeLinterClientOptions {
  /** Absolute path of the program. */
  program: string;
  /** Version, for the summary. */
  version: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv | undefined;
}

/** Downloads schemas from the internet; kubeconform holds every render against the same schemas, and more of them. */
const ASKS_NETWORK = 'schema-validation';

/**
 * The real kube-linter with all built-in checks. Objects in different folders are not seen together. An annotation that
 * switches checks off counts as found: kube-linter itself would say nothing.
 */
export function createKubeLinterClient({ program, version, env }: KubeLinterClientOptions): ManifestChecker {
  const args = ['lint', '--add-all-built-in', '--exclude', ASKS_NETWORK, '--format', 'json'];
  return {
    name: 'kube-linter',
    version,
    check(renders, signal) {
      const full = renders.filter(({ manifests }) => hasObjects(manifests));
      if (full.length === 0) return Promise.resolve([]);
      return withRenderFiles(full, async ({ dir, renderOf }) => {
        const output = await asChecker('kube-linter', signal, () =>
          runProcess(program, [...args, dir], { env, cwd: dir, signal, okCodes: [0, 1], dieWithParent: true }),
        );
        const findings = toKubeLinterFindings(parseCheckerJson<KubeLinterOutput>('kube-linter', output), renderOf);
        return [...findings, ...toIgnoreFindings(full)];
      });
    },
  };
}
