/** What a command prints with `--json`, besides the `error` document when it could not do its work. */
export interface CommandDocument {
  /** As typed after `slipway`. */
  command: string;
  /** File name of the schema without `.schema.json`; absent for a command without `--json`. */
  schema?: string;
  /** Why there is none. */
  why?: string;
}

/**
 * Every command, once: a test runs each of them, and fails for one that is not here. What is here before it
 * is in the program does no harm.
 */
export const DOCUMENTS_OF_COMMANDS: readonly CommandDocument[] = [
  { command: 'plan', schema: 'plan' },
  { command: 'deploy', schema: 'result' },
  { command: 'undeploy', schema: 'result' },
  { command: 'rollback', schema: 'result' },
  { command: 'status', schema: 'status' },
  { command: 'diff', schema: 'diff' },
  { command: 'history', schema: 'history' },
  { command: 'logs', why: 'prints one `log-line` a line, for as long as it follows' },
  { command: 'lock', schema: 'lock' },
  { command: 'promote', schema: 'promotion' },
  { command: 'port-forward', schema: 'port-forward' },
  { command: 'lint', schema: 'lint' },
  { command: 'explain', schema: 'explain' },
  { command: 'doctor', schema: 'doctor' },
  { command: 'cluster up', schema: 'cluster' },
  { command: 'cluster status', schema: 'cluster' },
  { command: 'cluster down', schema: 'cluster' },
  { command: 'cluster kubeconfig', why: 'prints one path and nothing else' },
  { command: 'toolchain list', schema: 'toolchain' },
  { command: 'toolchain install', why: 'its exit code says all; "toolchain list --json" says what is there' },
  { command: 'toolchain exec', why: 'prints what the program prints, and ends with its exit code' },
];
