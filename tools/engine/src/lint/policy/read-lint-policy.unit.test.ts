import { createFakeFiles } from '@slipway/testing';
import { readLintPolicy } from './read-lint-policy.ts';

const read = (text?: string) =>
  readLintPolicy('/w', createFakeFiles(text === undefined ? {} : { '/w/deploy/lint.yaml': text }));
const HEAD = 'schema: slipway.lint-policy/v1\n';

describe('readLintPolicy', () => {
  it('has none where there is no file', async () => expect(await read()).toBeUndefined());

  it('takes a policy as it stands', async () => {
    const text = `${HEAD}kubernetesVersions: ['1.36']\ncheckers: [checkov]\nexclusions: [{ checker: checkov, rule: X, reason: y }]\n`;
    expect(await read(text)).toEqual({
      schema: 'slipway.lint-policy/v1',
      kubernetesVersions: ['1.36'],
      checkers: ['checkov'],
      exclusions: [{ checker: 'checkov', rule: 'X', reason: 'y' }],
    });
  });

  it.each([
    ['another schema', 'schema: x\n', 'schema must be slipway.lint-policy/v1'],
    ['an unknown key', `${HEAD}checker: []\n`, 'there is no key "checker" (did you mean checkers?)'],
    [
      'an unknown checker',
      `${HEAD}checkers: [kube-scor]\n`,
      'there is no checker "kube-scor" (did you mean kube-score?)',
    ],
    ['a version that YAML made a number', `${HEAD}kubernetesVersions: [1.30]\n`, 'each of kubernetesVersions must be'],
    ['policies elsewhere', `${HEAD}policies: [../x]\n`, 'each of policies must be a folder within the workspace'],
    ['policies that are not there', `${HEAD}policies: [deploy/polices]\n`, 'there is no folder deploy/polices'],
    ['an unknown level', `${HEAD}podSecurity: strict\n`, 'podSecurity must be restricted, baseline or off'],
    ['no reason', `${HEAD}exclusions: [{ checker: checkov, rule: X, reason: ' ' }]\n`, 'exclusion 1 needs reason'],
    ['every rule', `${HEAD}exclusions: [{ checker: a, rule: '*', reason: y }]\n`, 'exclusion 1 must name a rule'],
    ['reachability without a project', `${HEAD}checkers: [reachability]\n`, 'reachability must name the project'],
    [
      'reachability that nobody asks for',
      `${HEAD}reachability: { project: stack }\n`,
      'reachability is described, but not among the checkers',
    ],
    [
      'a matrix elsewhere',
      `${HEAD}checkers: [reachability]\nreachability: { project: a, matrix: ../x }\n`,
      'reachability.matrix must be a file within the workspace',
    ],
    [
      'an unknown key of reachability',
      `${HEAD}checkers: [reachability]\nreachability: { project: a, matrx: x }\n`,
      'there is no key "reachability.matrx" (did you mean reachability.matrix?)',
    ],
    [
      'too many exclusions',
      `${HEAD}exclusions:\n${'  - { checker: checkov, rule: X, reason: y }\n'.repeat(6)}`,
      'there are 6 exclusions, and 5 are the most',
    ],
  ])('refuses %s', async (_title, text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'LintPolicyInvalid',
      exitCode: 64,
      message: expect.stringContaining(message),
    });
  });
});
