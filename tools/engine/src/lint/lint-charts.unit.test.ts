import type { HelmClient, ManifestChecker } from '@slipway/contracts';
import { createFakeFiles } from '@slipway/testing';
import { lintCharts } from './lint-charts.ts';
import type { LintRequest } from './lint-request.ts';

/** A chart of one Pod, of which a checker says that it is bad. */
const lint = (change: Partial<LintRequest>) => {
  const checker: ManifestChecker = {
    name: 'kube-score',
    version: '1',
    check: async ([first]) => [
      {
        render: first?.name ?? '',
        rule: 'bad-pod',
        severity: 'error',
        object: { apiVersion: 'v1', kind: 'Pod', name: 'a' },
        message: 'it is bad',
      },
    ],
  };
  const helm: Partial<HelmClient> = { template: async () => 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n' };
  return lintCharts(
    { workspaceRoot: '/w', charts: [{ project: 'api', chartDir: '/w/api' }], environments: [], ...change },
    {
      files: createFakeFiles({ '/w/api/Chart.yaml': 'name: api\nversion: 0.1.0\n' }),
      helm: helm as HelmClient,
      linter: { lint: async () => [] },
      validators: [],
      checkers: [checker],
    },
  );
};
const policy = (rest: object) => ({ schema: 'slipway.lint-policy/v1' as const, checkers: ['kube-score'], ...rest });
const BAD = { checker: 'kube-score', rule: 'bad-*', reason: 'a test' };
const OLD = { checker: 'kube-score', rule: 'old', object: 'Pod/b', reason: 'a test' };

describe('lintCharts', () => {
  it('fails on what a checker finds, and passes what an exclusion takes away', async () => {
    expect(await lint({})).toMatchObject({ exitCode: 1, findings: [{ rule: 'bad-pod', renders: ['defaults'] }] });
    const report = await lint({ policy: policy({ exclusions: [BAD] }) });
    expect(report).toMatchObject({ exitCode: 0, findings: [], exclusions: [{ matches: 1 }] });
    expect(report.checks.find(({ name }) => name === 'kube-score')).toMatchObject({ findings: 0, excluded: 1 });
  });

  it('warns of an exclusion that matches nothing, once all charts were looked at', async () => {
    const given = { policy: policy({ exclusions: [BAD, OLD] }) };
    expect(await lint(given)).toMatchObject({ exitCode: 0, findings: [] });
    expect(await lint({ ...given, isComplete: true })).toMatchObject({
      exitCode: 1,
      findings: [
        {
          severity: 'warning',
          rule: 'stale-exclusion',
          file: 'deploy/lint.yaml',
          path: '/exclusions/1',
          message: 'no finding of kube-score old about Pod/b is left to exclude',
        },
      ],
    });
  });

  it('cannot tell whether an exclusion is stale whose checker was skipped', async () => {
    const unavailable = [{ name: 'kube-score', reason: 'no network' }];
    const exclusions = [BAD, OLD];
    expect((await lint({ policy: policy({ exclusions }), isComplete: true, unavailable })).findings).toEqual([]);
  });

  it('fails a strict lint over what cannot be had, unless nothing is amiss', async () => {
    const given = { policy: policy({ exclusions: [BAD] }), strictCheckers: true };
    const exitCode = async (isExpected: boolean) =>
      (await lint({ ...given, unavailable: [{ name: 'upgrade', reason: 'no tag', isExpected }] })).exitCode;
    expect(await exitCode(false)).toBe(1);
    expect(await exitCode(true)).toBe(0);
  });

  it('refuses a home of reachability that is no project', async () => {
    const given = { policy: policy({ checkers: ['reachability'], exclusions: [BAD], reachability: { project: 'x' } }) };
    const report = await lint({ ...given, isComplete: true });
    expect(report.findings).toMatchObject([{ rule: 'unknown-project', path: '/reachability/project' }]);
    expect(report.checks.find(({ name }) => name === 'reachability')).toMatchObject({ state: 'elsewhere' });
  });
});
