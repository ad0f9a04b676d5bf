import { readFile } from 'node:fs/promises';
import { SlipwayError } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import type { ExecEntry, KubeContext } from './kubeconfig-file.ts';

/** What one request needs to be let in. */
export interface Credentials {
  headers: Record<string, string>;
  cert?: string | Buffer;
  key?: string | Buffer;
}

/** Gives credentials, fresh ones when the old have run out or `renew` is set. */
export type CredentialSource = (options?: { renew?: boolean }) => Promise<Credentials>;

/** A token file is read again this often; kubelet and cloud tools replace it (client-go does the same). */
const TOKEN_FILE_TTL_MS = 60_000;
/** Exec credentials are renewed this long before they run out. */
const EXPIRY_MARGIN_MS = 10_000;

/** Chooses how a context's user is let in. Throws `CredentialsUnsupported` for what only kubectl's plugins know. */
export function createCredentialSource(context: KubeContext, now: () => number = Date.now): CredentialSource {
  const { user } = context;
  if (user.exec) return execSource(context, user.exec, now);
  if (user.tokenFile) return tokenFileSource(user.tokenFile, now);
  if (user['auth-provider']) return legacySource(context);
  return staticSource(context);
}

function staticSource({ user }: KubeContext): CredentialSource {
  let loaded: Promise<Credentials> | undefined;
  const load = async (): Promise<Credentials> => ({
    headers: authorization(user.token, user.username, user.password),
    ...(await material(user, 'cert', 'client-certificate')),
    ...(await material(user, 'key', 'client-key')),
  });
  return () => (loaded ??= load());
}

function authorization(token?: string, username?: string, password?: string): Record<string, string> {
  if (token) return { authorization: `Bearer ${token}` };
  if (!username) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}

async function material(
  user: KubeContext['user'],
  name: 'cert' | 'key',
  field: 'client-certificate' | 'client-key',
): Promise<Partial<Record<'cert' | 'key', Buffer>>> {
  const data = user[`${field}-data`];
  if (data) return { [name]: Buffer.from(data, 'base64') };
  const path = user[field];
  return path ? { [name]: await readFile(path) } : {};
}

function tokenFileSource(path: string, now: () => number): CredentialSource {
  let kept: { credentials: Credentials; until: number } | undefined;
  return async ({ renew = false } = {}) => {
    if (!kept || renew || now() >= kept.until) {
      const token = (await readFile(path, 'utf8')).trim();
      kept = { credentials: { headers: authorization(token) }, until: now() + TOKEN_FILE_TTL_MS };
    }
    return kept.credentials;
  };
}

interface ExecCredential {
  status?: {
    token?: string;
    expirationTimestamp?: string;
    clientCertificateData?: string;
    clientKeyData?: string;
  };
}

function execSource(context: KubeContext, exec: ExecEntry, now: () => number): CredentialSource {
  let kept: { credentials: Promise<Credentials>; until: number } | undefined;
  return ({ renew = false } = {}) => {
    if (kept && !renew && now() < kept.until) return kept.credentials;
    const entry = { credentials: undefined as unknown as Promise<Credentials>, until: Number.POSITIVE_INFINITY };
    entry.credentials = runExec(context, exec).then(({ status }) => {
      if (status?.expirationTimestamp) entry.until = Date.parse(status.expirationTimestamp) - EXPIRY_MARGIN_MS;
      return {
        headers: authorization(status?.token),
        ...(status?.clientCertificateData ? { cert: status.clientCertificateData } : {}),
        ...(status?.clientKeyData ? { key: status.clientKeyData } : {}),
      };
    });
    entry.credentials.catch(() => (kept = undefined));
    kept = entry;
    return entry.credentials;
  };
}

async function runExec(context: KubeContext, exec: ExecEntry): Promise<ExecCredential> {
  const info = exec.provideClusterInfo
    ? { cluster: { server: context.cluster.server, 'certificate-authority-data': context.cluster['certificate-authority-data'] } }
    : {}; // prettier-ignore
  const request = { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec: { interactive: false, ...info } };
  const extra = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  const env = { ...process.env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(request) };
  try {
    const { stdout } = await runProcess(exec.command, exec.args ?? [], { env });
    return JSON.parse(stdout) as ExecCredential;
  } catch (error) {
    throw new SlipwayError({
      code: 'CredentialsExpired',
      message: `get credentials for kube context "${context.name}": ${exec.command} failed.`,
      hint: exec.installHint?.trim() || `Log in again, then run "${exec.command}" by hand to see what it says.`,
      cause: error,
    });
  }
}

/** The old auth providers (gcp, azure, oidc): left to the official client, which is slow to load. */
function legacySource(context: KubeContext): CredentialSource {
  return async () => {
    const { KubeConfig } = await import('@kubernetes/client-node');
    const config = new KubeConfig();
    config.loadFromFile(context.files[0] ?? '');
    config.setCurrentContext(context.name);
    const options: { headers?: Record<string, string>; cert?: string; key?: string } = {};
    await config.applyToHTTPSOptions(options as never);
    const headers = Object.fromEntries(Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])); // prettier-ignore
    return { headers, ...(options.cert ? { cert: options.cert } : {}), ...(options.key ? { key: options.key } : {}) };
  };
}
