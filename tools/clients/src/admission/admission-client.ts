import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckerFinding, ManifestChecker, RenderedManifests } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import { asChecker, checkerFailed, parseCheckerJson } from '../render-files/checker-failed.ts';
import type { AdmissionReport, PolicyFault } from './admission-report.ts';
import { formatPolicyFault } from './admission-report.ts';

/** Where the program is, and what it holds manifests against. */
export interface AdmissionClientOptions {
  /** Absolute path of the program `admission` of the toolchain. */
  program: string;
  /** Version of Kubernetes that it judges by. */
  version: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Level of the Pod Security Standards. Default `restricted`. */
  podSecurity?: 'restricted' | 'baseline' | 'off' | undefined;
  /** Absolute folders of ValidatingAdmissionPolicies and their bindings. Default: none. */
  policies?: readonly string[] | undefined;
}

/** What an API server would say, without one. */
export interface AdmissionChecker extends ManifestChecker {
  /** Findings with what was not looked at. Throws `CheckerFailed`, also where a policy is at fault. */
  judge(renders: readonly RenderedManifests[], signal?: AbortSignal): Promise<AdmissionReport>;
  /**
   * What a cluster that runs the old renders would refuse of the new ones, or lose by them: findings of the rule
   * `immutable`. Renders are matched by name. Throws `CheckerFailed`.
   */
  compare(
    old: readonly RenderedManifests[],
    renders: readonly RenderedManifests[],
    signal?: AbortSignal,
  ): Promise<CheckerFinding[]>;
  /**
   * What is wrong with the policies, their expressions held against the types that they match as well; that takes
   * more than a second. Throws `CheckerFailed` where the program cannot do its work.
   */
  checkPolicies(signal?: AbortSignal): Promise<PolicyFault[]>;
}

const NAME = 'admission';

/** The real checker. Renders go in through standard input, former ones through a private file. */
export function createAdmissionClient(options: AdmissionClientOptions): AdmissionChecker {
  const { program, version, env, podSecurity = 'restricted', policies = [] } = options;
  const folders = policies.flatMap((folder) => ['--policies', folder]);
  const run = (args: string[], renders: readonly RenderedManifests[], signal: AbortSignal | undefined) =>
    asChecker(NAME, signal, async () => {
      const input = JSON.stringify(renders.map(({ name, manifests }) => ({ name, manifests })));
      const output = await runProcess(program, args, { env, input, signal, dieWithParent: true });
      return parseCheckerJson<AdmissionReport>(NAME, output);
    });
  const judge: AdmissionChecker['judge'] = async (renders, signal) => {
    const report = await run(['--pod-security', podSecurity, ...folders], renders, signal);
    if (report.policyFaults.length === 0) return report;
    throw checkerFailed(NAME, `policies are at fault.\n${report.policyFaults.map(formatPolicyFault).join('\n')}`);
  };
  return {
    name: NAME,
    version,
    judge,
    check: async (renders, signal) => (await judge(renders, signal)).findings,
    compare: (old, renders, signal) =>
      withFile(JSON.stringify(old), async (path) => {
        const { findings } = await run(['--old', path], renders, signal);
        return findings.filter(({ rule }) => rule === 'immutable');
      }),
    checkPolicies: async (signal) => (await run(['--check-types', ...folders], [], signal)).policyFaults,
  };
}

/** Manifests may hold what is nobody else's business: the folder is the user's alone. */
async function withFile<T>(text: string, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-admission-'));
  try {
    const path = join(folder, 'old.json');
    await writeFile(path, text, { mode: 0o600 });
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
