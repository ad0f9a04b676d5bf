/** Exit codes of every command. Other people's scripts rely on them: never renumber. */
export const ExitCodes = {
  /** Done, or nothing to do. */
  ok: 0,
  /** Failed. */
  failed: 1,
  /** Changes are pending (`plan`, `diff`). */
  changesPending: 2,
  /** The saved plan is stale or was tampered with. */
  planRefused: 3,
  /** Refused by policy or for want of an approval. */
  refused: 4,
  /** The environment is locked by another deployer. */
  locked: 5,
  /** Wrong use: unknown option, environment or project. */
  usage: 64,
  /** Stopped by SIGINT. */
  interrupted: 130,
  /** Stopped by SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof ExitCodes)[keyof typeof ExitCodes];
