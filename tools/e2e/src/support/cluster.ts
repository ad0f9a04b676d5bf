import { kubeconfigPath } from '@slipway/cluster';
import { findTools } from '@slipway/toolchain';
import { run, type RunResult } from './run.ts';
import { workspace } from './workspace.ts';

/** Namespace of the services in `local`. */
export const NAMESPACE = 'slipway';

/** Host and port of the registry of the local cluster. */
export const REGISTRY = '127.0.0.1:5050';

/** Runs kubectl against the cluster of the tests and gives what it printed. */
export async function kubectl(args: string[], input?: string): Promise<string> {
  return (await orThrow('kubectl', args, input)).stdout.trim();
}

/** Runs kubectl and reads its JSON. */
export async function kubectlJson<T>(args: string[]): Promise<T> {
  return JSON.parse(await kubectl([...args, '-o', 'json'])) as T;
}

/** Creates or changes objects. */
export async function apply(...objects: object[]): Promise<void> {
  await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}

/** Runs kubectl to its end, however that is. */
export function tryKubectl(args: string[], input?: string): Promise<RunResult> {
  return tool('kubectl', args, input);
}

/** Runs Helm against the cluster of the tests and gives what it printed. */
export async function helm(args: string[], input?: string): Promise<string> {
  return (await helmRun(args, input)).stdout.trim();
}

/** The same with what it warned of, on stderr. */
export function helmRun(args: string[], input?: string): Promise<RunResult> {
  return orThrow('helm', args, input);
}

/** The revision of a Helm release now. */
export async function revisionOf(release: string, namespace = NAMESPACE): Promise<number> {
  const history = JSON.parse(await helm(['history', release, '-n', namespace, '-o', 'json'])) as { revision: number }[];
  return Math.max(...history.map((entry) => entry.revision));
}

async function orThrow(program: string, args: string[], input?: string): Promise<RunResult> {
  const result = await tool(program, args, input);
  if (result.exitCode === 0) return result;
  throw new Error(`${program} ${args.join(' ')}: exit code ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
}

async function tool(program: string, args: string[], input = ''): Promise<RunResult> {
  const tools = await findTools(['kubernetes', 'helm']);
  const env = { ...(tools.env as Record<string, string>), KUBECONFIG: kubeconfigPath() };
  return run(tools.path(program), args, { cwd: workspace, env, timeoutMs: 180_000, input });
}
