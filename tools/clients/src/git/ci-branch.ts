/** Where CI systems say which branch they work on; a checkout there has usually none. In this order. */
export const BRANCH_VARIABLES = [
  'GITHUB_REF_NAME',
  'CI_COMMIT_BRANCH',
  'BUILD_SOURCEBRANCHNAME',
  'BITBUCKET_BRANCH',
  'CIRCLE_BRANCH',
  'BUILDKITE_BRANCH',
  'DRONE_BRANCH',
  'BRANCH_NAME',
] as const;

/** The branch that CI works on; undefined outside CI, and for a tag or the merge of a pull request. Pure. */
export function ciBranch(env: Readonly<Record<string, string | undefined>>): string | undefined {
  // A tag may have the name of a branch.
  if (env.GITHUB_REF_NAME && env.GITHUB_REF_TYPE !== undefined && env.GITHUB_REF_TYPE !== 'branch') return undefined;
  if (env.CIRCLE_TAG || env.BUILDKITE_TAG || env.BITBUCKET_TAG || env.DRONE_TAG || env.CI_COMMIT_TAG) return undefined;
  const name = BRANCH_VARIABLES.map((variable) => env[variable]).find(Boolean);
  return name && /^\d+\/merge$/.test(name) ? undefined : name;
}
