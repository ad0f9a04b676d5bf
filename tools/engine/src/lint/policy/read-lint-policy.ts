import { join } from 'node:path';
import type { FilesClient, LintExclusion, LintPolicy } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { nearestName } from '../../catalog/nearest-name.ts';
import { parseYaml } from '../../catalog/parse-yaml.ts';
import { LINT_POLICY_FILE } from '../lint-charts.ts';
import { OPTIONAL_CHECKS } from '../lint-request.ts';

/** More would be a habit. */
export const MAX_EXCLUSIONS = 5;
const KEYS = ['schema', 'kubernetesVersions', 'checkers', 'policies', 'podSecurity', 'reachability', 'exclusions'];

/** Reads `deploy/lint.yaml`; undefined where there is none. Throws `LintPolicyInvalid` (exit 64) with every fault. */
export async function readLintPolicy(workspaceRoot: string, files: FilesClient): Promise<LintPolicy | undefined> {
  const path = join(workspaceRoot, LINT_POLICY_FILE);
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  const value = await parseYaml(text, LINT_POLICY_FILE);
  const faults = toFaults(value);
  if (faults.length === 0) {
    const policy = value as LintPolicy;
    for (const folder of policy.policies ?? []) {
      if (!(await files.exists(join(workspaceRoot, folder)))) faults.push(`policies: there is no folder ${folder}`);
    }
    if (faults.length === 0) return policy;
  }
  throw new SlipwayError({
    code: 'LintPolicyInvalid',
    message: `read ${LINT_POLICY_FILE}: ${faults.join('; ')}.`,
    hint: 'tools/contracts/schemas/lint-policy.schema.json says what it may hold.',
    exitCode: ExitCodes.usage,
    details: { faults },
  });
}

function toFaults(value: unknown): string[] {
  if (!isMap(value)) return ['it is no map'];
  const policy = value as Partial<Record<keyof LintPolicy, unknown>>;
  const { podSecurity = 'restricted', exclusions = [] } = policy;
  return [
    ...(policy.schema === 'slipway.lint-policy/v1' ? [] : ['schema must be slipway.lint-policy/v1']),
    ...Object.keys(value).flatMap((key) => (KEYS.includes(key) ? [] : unknown('key', key, KEYS))),
    ...listFaults(policy.kubernetesVersions, 'kubernetesVersions', /^\d+\.\d+$/, 'a version such as "1.36", in quotes'),
    ...listFaults(policy.policies, 'policies', /^(?!\/)(?!.*\.\.)./, 'a folder within the workspace'),
    ...listFaults(policy.checkers, 'checkers', /./, 'a name'),
    ...names(policy.checkers).flatMap((name) =>
      Object.hasOwn(OPTIONAL_CHECKS, name) ? [] : unknown('checker', name, Object.keys(OPTIONAL_CHECKS)),
    ),
    ...(['restricted', 'baseline', 'off'].includes(String(podSecurity))
      ? []
      : ['podSecurity must be restricted, baseline or off']),
    ...reachabilityFaults(policy.reachability, names(policy.checkers).includes('reachability')),
    ...(Array.isArray(exclusions) ? exclusionFaults(exclusions) : ['exclusions must be a list']),
  ];
}

function reachabilityFaults(value: unknown, isAsked: boolean): string[] {
  if (value === undefined) return isAsked ? ['reachability must name the project that it runs with'] : [];
  if (!isMap(value)) return ['reachability must be { project, matrix }'];
  const { project, matrix = 'x', ...rest } = value;
  return [
    ...(isAsked ? [] : ['reachability is described, but not among the checkers']),
    ...(typeof project === 'string' && project !== '' ? [] : ['reachability.project must be the name of a project']),
    ...(typeof matrix === 'string' && /^(?!\/)(?!.*\.\.)./.test(matrix)
      ? []
      : ['reachability.matrix must be a file within the workspace']),
    ...Object.keys(rest).flatMap((key) => unknown('key', `reachability.${key}`, ['reachability.project', 'reachability.matrix'])),
  ]; // prettier-ignore
}

function exclusionFaults(exclusions: readonly unknown[]): string[] {
  return [
    ...(exclusions.length > MAX_EXCLUSIONS
      ? [`there are ${exclusions.length} exclusions, and ${MAX_EXCLUSIONS} are the most: mend the charts instead`]
      : []),
    ...exclusions.flatMap((exclusion, index) => {
      const { checker, rule, reason, object } = (isMap(exclusion) ? exclusion : {}) as Partial<LintExclusion>;
      const texts: [string, unknown][] = [['checker', checker], ['rule', rule], ['reason', reason]]; // prettier-ignore
      return [
        ...texts.flatMap(([key, text]) =>
          typeof text === 'string' && text.trim() !== '' ? [] : [`exclusion ${index + 1} needs ${key}`],
        ),
        ...(rule === '*' ? [`exclusion ${index + 1} must name a rule`] : []),
        ...(object === undefined || typeof object === 'string'
          ? []
          : [`exclusion ${index + 1}: object must be a text`]),
      ];
    }),
  ];
}

function listFaults(value: unknown, key: string, pattern: RegExp, what: string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [`${key} must be a list`];
  return value.every((entry) => typeof entry === 'string' && pattern.test(entry))
    ? []
    : [`each of ${key} must be ${what}`];
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function unknown(what: string, name: string, known: readonly string[]): string[] {
  const nearest = nearestName(name, known);
  return [
    `there is no ${what} "${name}"${nearest ? ` (did you mean ${nearest}?)` : `; there are ${known.join(', ')}`}`,
  ];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
