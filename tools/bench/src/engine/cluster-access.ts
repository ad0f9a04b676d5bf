import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

/** How the benches reach the API server. */
export interface ClusterAccess {
  server: string;
  ca: Buffer;
  cert: Buffer;
  key: Buffer;
}

interface Kubeconfig {
  'current-context': string;
  contexts: { name: string; context: { cluster: string; user: string } }[];
  clusters: { name: string; cluster: Record<string, string> }[];
  users: { name: string; user: Record<string, string> }[];
}

/** Reads the current context of a kubeconfig that lets in by certificate, as that of the local cluster does. */
export function readAccess(path: string): ClusterAccess {
  const file = parse(readFileSync(path, 'utf8')) as Kubeconfig;
  const context = file.contexts.find(({ name }) => name === file['current-context'])?.context;
  const cluster = file.clusters.find(({ name }) => name === context?.cluster)?.cluster ?? {};
  const user = file.users.find(({ name }) => name === context?.user)?.user ?? {};
  const bytes = (entry: Record<string, string>, name: string) => {
    const data = entry[`${name}-data`];
    const file = entry[name];
    if (data !== undefined) return Buffer.from(data, 'base64');
    if (file !== undefined) return readFileSync(file);
    throw new Error(`read ${path}: no ${name}.`);
  };
  return {
    server: cluster['server'] ?? '',
    ca: bytes(cluster, 'certificate-authority'),
    cert: bytes(user, 'client-certificate'),
    key: bytes(user, 'client-key'),
  };
}

/** Writes a kubeconfig with the one context `bench`: to the server itself, or to a door before it at `url`. */
export function writeKubeconfig(path: string, access: ClusterAccess, url?: string): void {
  const text = (bytes: Buffer) => bytes.toString('base64');
  const cluster =
    url === undefined ? { server: access.server, 'certificate-authority-data': text(access.ca) } : { server: url };
  const user =
    url === undefined ? { 'client-certificate-data': text(access.cert), 'client-key-data': text(access.key) } : {};
  const file = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    clusters: [{ name: 'bench', cluster }],
    users: [{ name: 'bench', user }],
  };
  // As YAML: that is what users have.
  writeFileSync(path, stringify(file), { mode: 0o600 });
}
