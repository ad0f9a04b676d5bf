import type { CheckerFinding, ManifestChecker } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import { asChecker, parseCheckerJson } from '../render-files/checker-failed.ts';
import type { ScoredObject } from './parse-kube-score.ts';
import { toKubeScoreFindings } from './parse-kube-score.ts';

/** Where kube-score is. */
export interface KubeScoreClientOptions {
  /** Absolute path of the program. */
  program: string;
  /** Version, for the summary. */
  version: string;
  /** `major.minor` of the Kubernetes that the manifests are for. */
  kubernetesVersion: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv | undefined;
}

/**
 * Optional tests that are switched on. The others want requests equal to limits, which would make every pod
 * reserve what it needs at its peak.
 */
const OPTIONAL_TESTS = ['container-seccomp-profile', 'container-ports-check'];

/** The real kube-score: all default tests; annotations in the manifests cannot switch one off. */
export function createKubeScoreClient({
  program,
  version,
  kubernetesVersion,
  env,
}: KubeScoreClientOptions): ManifestChecker {
  const args = [
    'score', '--output-format', 'json',
    '--kubernetes-version', `v${kubernetesVersion}`,
    '--disable-ignore-checks-annotations', '--disable-optional-checks-annotations',
    ...OPTIONAL_TESTS.flatMap((test) => ['--enable-optional-test', test]),
    '-',
  ]; // prettier-ignore
  return {
    name: 'kube-score',
    version,
    async check(renders, signal) {
      const findings: CheckerFinding[] = [];
      // One at a time: a run takes some milliseconds, and objects of two renders must not be seen together.
      for (const { name, manifests } of renders) {
        const output = await asChecker('kube-score', signal, () =>
          runProcess(program, args, { env, input: manifests, signal, okCodes: [0, 1], dieWithParent: true }),
        );
        findings.push(...toKubeScoreFindings(parseCheckerJson<ScoredObject[] | null>('kube-score', output), name));
      }
      return findings;
    },
  };
}
