import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { Finding } from './check.ts';
import { bad, good, warning } from './check.ts';

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

interface DockerConfig {
  auths?: Record<string, { auth?: string }>;
  credHelpers?: Record<string, string>;
  credsStore?: string;
}

/** Whether a registry answers, takes the login of this user, and would let it push. Writes nothing. */
export async function checkRegistry(registry: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Finding[]> {
  const [host = '', ...path] = registry.split('/');
  const isLocal = LOOPBACK.test(host);
  const url = `${isLocal ? 'http' : 'https'}://${host}/v2/`;
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    const { code = 'no connection' } = ((error as { cause?: { code?: string } }).cause ?? {}) as { code?: string };
    const fix = isLocal
      ? '"npm run up" starts the local one.'
      : 'Is the name in environment.yaml right, and the way there open?';
    return [bad('registry', `${registry} does not answer (${code}).`, fix)];
  }
  await response.body?.cancel();
  if (response.ok) return [good('registry', `${registry} answers and asks for no login`)];
  if (response.status !== 401) {
    return [warning('registry', `${registry} answers ${response.status} to /v2/.`, 'Is it a container registry?')];
  }
  const login = await readLogin(host, env, signal);
  const fix = `Log in: docker login ${host}, or podman login, buildah login, crane auth login.`;
  if (!login) return [bad('registry', `${registry} asks for a login, and there is none for ${host}.`, fix)];
  return askForToken(response.headers.get('www-authenticate') ?? '', {
    registry,
    repository: [...path, 'slipway'].join('/'),
    login,
    url,
    fix,
    signal,
  });
}

interface TokenQuestion {
  registry: string;
  repository: string;
  login: string;
  url: string;
  fix: string;
  signal: AbortSignal;
}

/** A token says, where it can be read, what the login may do: nothing has to be pushed to know. */
async function askForToken(
  challenge: string,
  { registry, repository, login, url, fix, signal }: TokenQuestion,
): Promise<Finding[]> {
  const headers = { authorization: `Basic ${login}` };
  const realm = /realm="([^"]+)"/.exec(challenge)?.[1];
  const isBearer = /^bearer/i.test(challenge) && realm !== undefined;
  const asked = new URL(isBearer ? realm : url);
  if (isBearer) {
    asked.searchParams.set('service', /service="([^"]+)"/.exec(challenge)?.[1] ?? '');
    asked.searchParams.set('scope', `repository:${repository}:pull,push`);
  }
  const response = await fetch(asked, { headers, signal });
  if (!response.ok) {
    await response.body?.cancel();
    return [bad('registry', `${registry} does not accept the login (${response.status}).`, fix)];
  }
  const actions = isBearer
    ? grantedActions((await response.json()) as { token?: string; access_token?: string })
    : undefined;
  if (actions === undefined)
    return [good('registry', `${registry} accepts the login; whether it may push shows when it does`)];
  return actions.includes('push')
    ? [good('registry', `${registry} accepts the login and lets it push`)]
    : [
        warning(
          'registry',
          `${registry} accepts the login, but does not let it push to ${repository}.`,
          'Ask for the right to push, where this machine has to.',
        ),
      ];
}

/** What the token grants; undefined where it cannot be read. */
function grantedActions({
  token,
  access_token: other,
}: {
  token?: string;
  access_token?: string;
}): string[] | undefined {
  try {
    const payload = (token ?? other ?? '').split('.')[1] ?? '';
    const { access } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      access?: { actions?: string[] }[];
    };
    return access?.flatMap(({ actions = [] }) => actions);
  } catch {
    return undefined;
  }
}

/** `user:password` as base64, as docker, podman or a helper of theirs keep it. */
async function readLogin(host: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
  const files = [
    join(env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), '.docker'), 'config.json'),
    env.REGISTRY_AUTH_FILE ?? join(env.XDG_RUNTIME_DIR ?? '/nowhere', 'containers', 'auth.json'),
  ];
  for (const file of files) {
    const config = await readFile(file, 'utf8').then((text) => JSON.parse(text) as DockerConfig).catch(() => undefined); // prettier-ignore
    const known = config?.auths?.[host]?.auth ?? config?.auths?.[`https://${host}`]?.auth;
    if (known) return known;
    const helper = config?.credHelpers?.[host] ?? config?.credsStore;
    if (!helper || !/^[\w.-]+$/.test(helper)) continue;
    const answer = await runProcess(`docker-credential-${helper}`, ['get'], { env, input: host, signal }).catch(() => undefined); // prettier-ignore
    if (!answer) continue;
    const { Username, Secret } = JSON.parse(answer.stdout) as { Username?: string; Secret?: string };
    if (Username && Secret) return Buffer.from(`${Username}:${Secret}`).toString('base64');
  }
  return undefined;
}
