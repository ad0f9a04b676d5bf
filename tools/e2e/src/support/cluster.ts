import { kubeconfigPath } from '@slipway/cluster';
import { findTools } from '@slipway/toolchain';
import { runOk } from './run.ts';
import { workspace } from './workspace.ts';

/** Namespace of the services in `local`. */
export const NAMESPACE = 'slipway';

/** Runs kubectl against the cluster of the tests and gives what it printed. */
export async function kubectl(args: string[]): Promise<string> {
  return (await tool('kubectl', args)).trim();
}

/** Runs kubectl and reads its JSON. */
export async function kubectlJson<T>(args: string[]): Promise<T> {
  return JSON.parse(await kubectl([...args, '-o', 'json'])) as T;
}

/** The revision of a Helm release now. */
export async function revisionOf(release: string, namespace = NAMESPACE): Promise<number> {
  const history = JSON.parse(await tool('helm', ['history', release, '-n', namespace, '-o', 'json'])) as {
    revision: number;
  }[];
  return Math.max(...history.map((entry) => entry.revision));
}

async function tool(program: string, args: string[]): Promise<string> {
  const tools = await findTools(['kubernetes', 'helm']);
  const env = { ...(tools.env as Record<string, string>), KUBECONFIG: kubeconfigPath() };
  return (await runOk(tools.path(program), args, { cwd: workspace, env, timeoutMs: 120_000 })).stdout;
}
