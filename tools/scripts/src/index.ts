export { onOwnCluster } from './support/on-own-cluster.ts';
export type { OwnCluster } from './support/on-own-cluster.ts';
export { runScript } from './support/run-script.ts';
export type { ScriptRun } from './support/run-script.ts';
