/** Where CI systems say who has started the run. In this order. */
const ACTOR_VARIABLES = [
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'BUILD_REQUESTEDFOR',
  'CIRCLE_USERNAME',
  'BUILDKITE_BUILD_CREATOR',
  'BUILD_USER',
] as const;

/** Who CI works for; undefined outside CI. Pure. */
export function ciActor(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return ACTOR_VARIABLES.map((variable) => env[variable]).find(Boolean);
}
