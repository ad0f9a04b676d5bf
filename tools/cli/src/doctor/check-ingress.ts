import http from 'node:http';
import type { KubeClient, KubeKind } from '@slipway/contracts';
import type { Finding } from './check.ts';
import { bad, good, warning } from './check.ts';

const INGRESS: KubeKind = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  plural: 'ingresses',
  isNamespaced: true,
};

interface IngressSpec {
  tls?: { hosts?: string[] }[];
  rules?: { host?: string }[];
}

/**
 * Whether the ingress answers for the host of a service. `local`: URL that the local cluster's provider says it answers at,
 * asked on loopback since not every machine resolves `*.localhost`. `port`: of any other one, where it is not the scheme's.
 */
export async function checkIngress(
  kube: Pick<KubeClient, 'list'>,
  namespaces: readonly string[],
  { local, port, signal }: { local?: string | undefined; port?: number | undefined; signal: AbortSignal },
): Promise<Finding[]> {
  const lists = await Promise.all(namespaces.map((namespace) => kube.list(INGRESS, { namespace, signal })));
  const specs = lists.flatMap(({ items }) => items.map(({ spec }) => (spec ?? {}) as IngressSpec));
  const [first] = specs.flatMap(({ rules = [], tls = [] }) =>
    rules.flatMap(({ host }) => (host ? [{ host, isSecure: tls.some(({ hosts = [] }) => hosts.includes(host)) }] : [])),
  );
  if (!first) return [good('ingress', 'no Ingress is there yet; deploy a service that has one to have this checked')];
  const { host, isSecure } = first;
  const url =
    local === undefined
      ? new URL(`${isSecure ? 'https' : 'http'}://${host}${port === undefined ? '' : `:${port}`}/`)
      : new URL(local.replace(/\/\/[^/:]+/, '//127.0.0.1'));
  try {
    const status = local === undefined ? await askByName(url, signal) : await ask(url, host, signal);
    if (status === 404)
      return [
        warning(
          'ingress',
          `it answers 404 for ${host}: it does not know the host.`,
          'Is the Ingress of the class that the controller serves?',
        ),
      ];
    if (status >= 502 && status <= 504)
      return [
        warning('ingress', `it answers ${status} for ${host}: the service does not.`, '"slipway status" says why.'),
      ];
    return [good('ingress', `answers for ${host} (${status})`)];
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause, code } = error as { cause?: { code?: string }; code?: string };
    return [
      bad(
        'ingress',
        `nothing answers for ${host} (${cause?.code ?? code ?? 'no connection'}).`,
        'Is the ingress controller running, and does the name lead to it?',
      ),
    ];
  }
}

async function askByName(url: URL, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
  await response.body?.cancel();
  return response.status;
}

function ask({ hostname, port }: URL, host: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: '/healthz', headers: { host: `${host}:${port}` }, agent: false, signal };
    http.get(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).on('error', reject); // prettier-ignore
  });
}
