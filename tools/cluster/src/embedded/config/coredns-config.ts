import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { CLUSTER_DOMAIN, NODE_IP, PORTS } from '../../names.ts';

/**
 * Corefile of the cluster's DNS. Names outside the cluster go to the machine's own resolvers; where
 * there are none (an isolated network), they are refused at once instead of timing out.
 */
export function toCorefile(paths: ClusterPaths, upstreams: readonly string[]): string {
  const forward = upstreams.length > 0 ? [`    forward . ${upstreams.join(' ')}`] : [];
  return [
    `.:${PORTS.dns} {`,
    `    bind ${NODE_IP}`,
    '    errors',
    // Another network brings other name servers: a new Corefile is taken without a restart.
    '    reload 5s',
    `    health 127.0.0.1:${PORTS.dnsHealth}`,
    `    ready 127.0.0.1:${PORTS.dnsReady}`,
    `    kubernetes ${CLUSTER_DOMAIN} in-addr.arpa ip6.arpa {`,
    // Quoted: the state folder's path may hold blanks.
    `        kubeconfig ${JSON.stringify(join(paths.config, 'coredns.kubeconfig'))}`,
    '        pods insecure',
    '    }',
    ...forward,
    '    cache 30',
    '    loadbalance',
    '}',
    '',
  ].join('\n');
}

/** The name servers of a resolv.conf. Our own address would be a loop; an address with a zone is not understood. */
export function toUpstreams(resolvConf: string): string[] {
  const servers = [...resolvConf.matchAll(/^\s*nameserver\s+(\S+)/gm)].map((match) => match[1] ?? '');
  return servers.filter((server) => server !== NODE_IP && !server.includes('%'));
}
