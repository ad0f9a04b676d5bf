import type { PreflightFault } from './fault.ts';

/** Tables that iptables keeps: our own rules stand in them, before the firewall's. */
const OF_IPTABLES = ['ip filter', 'ip6 filter'];

/**
 * Finds firewalls written for nf_tables that drop what they do not know. A drop there is final,
 * whatever rules of ours say in iptables' tables, and pods would reach neither each other nor the API
 * server. A table that names `pods`, the links of pods, knows them: a bridge, or names that begin alike
 * (`cali*`). `ruleset` is the output of `nft list ruleset`. Pure.
 */
export function checkFirewall(ruleset: string, pods: string): PreflightFault[] {
  const faults: PreflightFault[] = [];
  const name = pods.endsWith('*') ? `'"${pods}"'` : pods; // Quoted for the shell and for nft.
  for (const [, table = '', body = ''] of ruleset.matchAll(/^table ((?:inet|ip) \S+) \{\n([\s\S]*?)^\}/gm)) {
    if (OF_IPTABLES.includes(table) || body.includes(pods)) continue;
    const dropping = [...body.matchAll(/^\tchain (\S+) \{\n\t\ttype filter hook (input|forward) [^\n]*policy drop;/gm)];
    if (dropping.length === 0) continue;
    const rules = dropping.flatMap(([, chain = '', hook]) =>
      (hook === 'forward' ? ['iifname', 'oifname'] : ['iifname']).map(
        (link) => `nft insert rule ${table} ${chain} ${link} ${name} accept`,
      ),
    );
    faults.push({
      code: 'FirewallDrops',
      message: `the firewall table "${table}" drops the traffic of pods (${dropping.map(([, chain]) => `chain ${chain}, policy drop`).join('; ')})`,
      fix: `Let the pods through: ${rules.join('; ')}`,
    });
  }
  return faults;
}
