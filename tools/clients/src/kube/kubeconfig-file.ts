import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';

/** `cluster` of a kubeconfig, as far as it is read. */
export interface ClusterEntry {
  server: string;
  'certificate-authority'?: string;
  'certificate-authority-data'?: string;
  'insecure-skip-tls-verify'?: boolean;
  'tls-server-name'?: string;
  'proxy-url'?: string;
}

/** `user` of a kubeconfig, as far as it is read. */
export interface UserEntry {
  'client-certificate'?: string;
  'client-certificate-data'?: string;
  'client-key'?: string;
  'client-key-data'?: string;
  token?: string;
  tokenFile?: string;
  username?: string;
  password?: string;
  exec?: ExecEntry;
  'auth-provider'?: { name: string };
  as?: string;
}

/** A program that gives credentials. */
export interface ExecEntry {
  apiVersion: string;
  command: string;
  args?: string[] | null;
  env?: { name: string; value: string }[] | null;
  installHint?: string;
  provideClusterInfo?: boolean;
}

/** One context with all it points to. */
export interface KubeContext {
  name: string;
  cluster: ClusterEntry;
  user: UserEntry;
  /** Files that were read, for errors. */
  files: string[];
}

interface KubeconfigFile {
  'current-context'?: string;
  contexts?: { name: string; context: { cluster: string; user?: string } }[];
  clusters?: { name: string; cluster: ClusterEntry }[];
  users?: { name: string; user?: UserEntry }[];
}

/**
 * Reads one context. `path` is one kubeconfig; without it KUBECONFIG (several files; the first that
 * has a name wins) or ~/.kube/config. Throws `KubeconfigMissing`, `KubeconfigInvalid`, `ContextMissing`.
 */
export async function readKubeContext(options: {
  path?: string | undefined;
  context?: string | undefined;
  env?: NodeJS.ProcessEnv;
}): Promise<KubeContext> {
  const { path, env = process.env } = options;
  const named = path ? [path] : (env.KUBECONFIG?.split(delimiter).filter(Boolean) ?? []);
  const candidates = named.length ? named : [join(homedir(), '.kube', 'config')];
  const files: KubeconfigFile[] = [];
  const found: string[] = [];
  for (const candidate of candidates) {
    const file = await readKubeconfig(candidate);
    if (!file) continue;
    files.push(file);
    found.push(candidate);
  }
  if (!files.length) {
    throw new SlipwayError({
      code: 'KubeconfigMissing',
      message: `read the kubeconfig: ${candidates.join(', ')} is not there.`,
      hint: 'For the local cluster run "npm run up" or "slipway cluster up"; for another one set KUBECONFIG.',
    });
  }
  const pick = <T extends { name: string }>(
    list: (file: KubeconfigFile) => T[] | undefined,
    name: string | undefined,
  ) => files.flatMap((file) => list(file) ?? []).find((entry) => entry.name === name);
  const contextName = options.context ?? files.map((file) => file['current-context']).find(Boolean);
  const context = pick((file) => file.contexts, contextName)?.context;
  const known = files.flatMap((file) => (file.contexts ?? []).map(({ name }) => name));
  if (!contextName || !context) {
    throw new SlipwayError({
      code: 'ContextMissing',
      message: `read kube context ${contextName ? `"${contextName}"` : '(none is selected)'}: ${found.join(', ')} does not have it.`,
      hint: `Known contexts: ${known.join(', ') || 'none'}. Choose one with --context or SLIPWAY_CONTEXT.`,
      details: { context: contextName, known },
    });
  }
  const cluster = pick((file) => file.clusters, context.cluster)?.cluster;
  if (!cluster?.server) {
    throw new SlipwayError({
      code: 'KubeconfigInvalid',
      message: `read kube context "${contextName}": cluster "${context.cluster}" has no server in ${found.join(', ')}.`,
      hint: 'Correct the kubeconfig.',
    });
  }
  const user = pick((file) => file.users, context.user)?.user ?? {};
  return { name: contextName, cluster, user, files: found };
}

async function readKubeconfig(path: string): Promise<KubeconfigFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    // No instanceof: under jest, errors of Node itself belong to another realm.
    if ((error as { code?: unknown } | null)?.code === 'ENOENT') return undefined;
    throw new SlipwayError({
      code: 'KubeconfigInvalid',
      message: `read kubeconfig ${path}: ${error instanceof Error ? error.message : String(error)}.`,
      cause: error,
    });
  }
  const { parse } = await import('yaml');
  let file: KubeconfigFile | null;
  try {
    file = parse(text) as KubeconfigFile | null;
  } catch (error) {
    const cause = error instanceof Error ? error.name : 'not YAML'; // The message could quote a key.
    throw new SlipwayError({ code: 'KubeconfigInvalid', message: `read kubeconfig ${path}: ${cause}.`, hint: 'Correct the file.' }); // prettier-ignore
  }
  return absolutePaths(file ?? {}, dirname(path));
}

/** File names in a kubeconfig are relative to it. */
function absolutePaths(file: KubeconfigFile, dir: string): KubeconfigFile {
  const absolute = (path: string | undefined) => (path && !isAbsolute(path) ? join(dir, path) : path);
  for (const { cluster } of file.clusters ?? []) setDefined(cluster, 'certificate-authority', absolute);
  for (const { user } of file.users ?? []) {
    if (!user) continue;
    for (const key of ['client-certificate', 'client-key', 'tokenFile'] as const) setDefined(user, key, absolute);
    if (user.exec?.command.includes('/')) setDefined(user.exec, 'command', absolute);
  }
  return file;
}

function setDefined<T extends object, K extends keyof T>(
  target: T,
  key: K,
  change: (value: string | undefined) => string | undefined,
): void {
  const value = change(target[key] as string | undefined);
  if (value !== undefined) target[key] = value as T[K];
}
