import { matchesPattern } from './matches-pattern.ts';

describe('matchesPattern', () => {
  it.each([
    ['required-*', 'required-label-owner', true],
    ['*replicas', 'minimum-three-replicas', true],
    ['kube-*', 'kube-linter', true],
    ['restart-policy', 'restart-policy', true],
    ['restart-policy', 'restart-policy-x', false],
    ['*replicas', 'replicas-of', false],
    ['a.c', 'abc', false],
  ])('%s, %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });
});
