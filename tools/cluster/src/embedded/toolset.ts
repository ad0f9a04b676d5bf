import { delimiter } from 'node:path';
import type { ToolName, Toolset } from '@slipway/toolchain';
import { CLUSTER_CIDR, CLUSTER_DOMAIN, NODE_IP, SERVICE_CIDR } from '../names.ts';
import type { Programs, Stage } from './components.ts';

/** Which tools each stage needs. Go programs are built in this order: the small one does not wait for the large one. */
export const STAGE_TOOLS: Record<Stage, readonly ToolName[]> = {
  node: ['node-packages', 'pause', 'kubernetes'],
  policy: ['calico'],
  dns: ['coredns'],
  storage: ['local-path-provisioner'],
  ingress: ['traefik'],
  metrics: ['metrics-server'],
};

/** Where the node's own programs look for others after the toolchain's folders. */
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Settings through which Go programs find a way out of a company's network. */
const PROXY_SETTINGS = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
/** What lies inside the cluster or the machine and is never asked through a proxy. */
const NEVER_PROXIED = ['localhost', '127.0.0.0/8', NODE_IP, SERVICE_CIDR, CLUSTER_CIDR, `.${CLUSTER_DOMAIN}`, '.svc'];

/** The proxy and certificate settings of an environment, upper or lower case. Empty where there are none. */
export function toPullEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of PROXY_SETTINGS) {
    const value = env[name] || env[name.toLowerCase()];
    if (value) found[name] = value;
  }
  if (found['HTTP_PROXY'] || found['HTTPS_PROXY'])
    found['NO_PROXY'] = [...(found['NO_PROXY']?.split(',') ?? []), ...NEVER_PROXIED].join(',');
  else delete found['NO_PROXY'];
  return found;
}

/**
 * Programs of the node's toolset with the environment the components get: the toolchain's folders and
 * the system's, nothing of the user's. It is the same whoever calls from wherever, so that a second
 * `up` finds nothing changed; proxies are kept apart, for the one component that needs them.
 */
export function toPrograms(tools: Pick<Toolset, 'path' | 'root' | 'env'>): Programs {
  const root = tools.root('node-packages');
  const own = (value: string | undefined) =>
    (value ?? '').split(delimiter).filter((folder) => folder === root || folder.startsWith(`${root}/`));
  const libraries = own(tools.env['LD_LIBRARY_PATH']);
  const xtables = tools.env['XTABLES_LIBDIR'];
  const env: Record<string, string> = {
    HOME: '/root',
    LANG: 'C.UTF-8',
    PATH: [...new Set([...own(tools.env['PATH']), ...SYSTEM_PATH])].join(delimiter),
    ...(libraries.length > 0 ? { LD_LIBRARY_PATH: libraries.join(delimiter) } : {}),
    ...(xtables ? { XTABLES_LIBDIR: xtables } : {}),
  };
  return { path: (program) => tools.path(program), env, pullEnv: toPullEnv(tools.env) };
}
