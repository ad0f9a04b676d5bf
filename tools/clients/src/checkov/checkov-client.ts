import type { ManifestChecker } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import { asChecker, parseCheckerJson } from '../render-files/checker-failed.ts';
import { hasObjects } from '../render-files/has-objects.ts';
import { withRenderFiles } from '../render-files/with-render-files.ts';
import type { CheckovOutput } from './parse-checkov.ts';
import { nameWhatIsGenerated, toCheckovFindings } from './parse-checkov.ts';

/** Where checkov is. */
export interface CheckovClientOptions {
  /** Absolute path of the toolchain's `checkov-kubernetes`, which runs checkov's Kubernetes checks and no others. */
  program: string;
  /** Version, for the summary. */
  version: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv | undefined;
}

/** The real checkov, all checks of Kubernetes; what an annotation would skip counts as found. Started once. */
export function createCheckovClient({ program, version, env }: CheckovClientOptions): ManifestChecker {
  return {
    name: 'checkov',
    version,
    check(renders, signal) {
      const full = renders
        .filter(({ manifests }) => hasObjects(manifests))
        .map(({ name, manifests }) => ({ name, manifests: nameWhatIsGenerated(manifests) }));
      if (full.length === 0) return Promise.resolve([]);
      return withRenderFiles(full, async ({ dir, renderOf }) => {
        const output = await asChecker('checkov', signal, () =>
          runProcess(program, [dir], { env, cwd: dir, signal, dieWithParent: true }),
        );
        return toCheckovFindings(parseCheckerJson<CheckovOutput>('checkov', output), renderOf);
      });
    },
  };
}
