/** A hook of git would turn every git command to its own repository and index. */
const FOREIGN_VARIABLES = /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|COMMON_DIR)$/;

/** The environment for a git of our own. Pure. */
export function withoutGitVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN_VARIABLES.test(name)));
}
