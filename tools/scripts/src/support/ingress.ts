import { request } from 'node:http';
import type { KubeClient } from '@slipway/contracts';

/** A host that the ingress serves. */
export interface IngressHost {
  host: string;
  /** Paths that are routed, in the order of the rule. */
  paths: string[];
}

/** What came back from one host. */
export interface IngressAnswer extends IngressHost {
  /** HTTP status of the probe; undefined when nothing answered. */
  status?: number;
}

const INGRESS_KIND = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', plural: 'ingresses', isNamespaced: true };
const PROBE_TIMEOUT_MS = 10_000;
const RETRY_MS = 250;
const GIVE_UP_MS = 20_000;

interface Rule {
  host?: string;
  http?: { paths?: { path?: string }[] };
}

/** Hosts of all Ingress objects in the namespaces, sorted. */
export async function listIngressHosts(kube: KubeClient, namespaces: readonly string[]): Promise<IngressHost[]> {
  const lists = await Promise.all(namespaces.map((namespace) => kube.list(INGRESS_KIND, { namespace })));
  const rules = lists.flatMap(({ items }) => items).flatMap(({ spec }) => (spec as { rules?: Rule[] })?.rules ?? []);
  return rules
    .flatMap(({ host, http }) => (host ? [{ host, paths: (http?.paths ?? []).map(({ path }) => path ?? '/') }] : []))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
}

/**
 * Asks a host for its readiness (or, where that is not routed, its first path) through the ingress until it says 200, at most 20 s. Connects to the
 * loopback address with the Host header, because not every system resolves names below localhost.
 */
export async function probeIngress(host: IngressHost, port: number, signal: AbortSignal): Promise<IngressAnswer> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (;;) {
    let status = await get(host.host, port, '/readyz', signal);
    // Not every service shows its readiness to the outside; then any good answer of its own will do.
    if (status === 404) status = await get(host.host, port, host.paths[0] ?? '/', signal);
    if (status === 200 || Date.now() > giveUpAt) return { ...host, ...(status === undefined ? {} : { status }) };
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function get(host: string, port: number, path: string, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port,
      path,
      headers: { host },
      agent: false,
      timeout: PROBE_TIMEOUT_MS,
      signal,
    };
    const sent = request(options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(undefined));
    sent.end();
  });
}
