import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kubeconfigPath } from '@slipway/cluster';
import { parse } from 'yaml';
import { workspace } from './workspace.ts';

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[];
  users: { name: string; user: object }[];
}

/** The address of the API server of the tests. */
export async function apiServer(): Promise<{ host: string; port: number }> {
  const { hostname, port } = new URL((await read()).clusters[0]?.cluster.server ?? '');
  return { host: hostname, port: Number(port) };
}

/** Writes a kubeconfig like the cluster's own, with one context of that name, and gives its path. */
export async function writeKubeconfig(name: string, change: { server?: string; user?: object }): Promise<string> {
  const own = await read();
  const cluster = { ...own.clusters[0]?.cluster, ...(change.server ? { server: change.server } : {}) };
  const path = join(workspace, '..', `${name}.kubeconfig`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user: change.user ?? own.users[0]?.user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

async function read(): Promise<Kubeconfig> {
  return parse(await readFile(kubeconfigPath(), 'utf8')) as Kubeconfig;
}
