import type { PreflightFault } from './fault.ts';

/** Tables that iptables keeps: our own rules stand in them, before the firewall's. */
const OF_IPTABLES = ['ip filter', 'ip6 filter'];

/**
 * Finds firewalls written for nf_tables that drop what they do not know. A drop there is final,
 * whatever rules of ours say in iptables' tables, and pods would reach neither each other nor the API
 * server. A table that names `bridge` knows our pods. `ruleset` is the output of `nft list ruleset`. Pure.
 */
export function checkFirewall(ruleset: string, bridge: string): PreflightFault[] {
  const faults: PreflightFault[] = [];
  for (const [, table = '', body = ''] of ruleset.matchAll(/^table ((?:inet|ip) \S+) \{\n([\s\S]*?)^\}/gm)) {
    if (OF_IPTABLES.includes(table) || body.includes(bridge)) continue;
    const dropping = [...body.matchAll(/^\tchain (\S+) \{\n\t\ttype filter hook (input|forward) [^\n]*policy drop;/gm)];
    if (dropping.length === 0) continue;
    const rules = dropping.flatMap(([, chain = '', hook]) =>
      (hook === 'forward' ? ['iifname', 'oifname'] : ['iifname']).map(
        (link) => `nft insert rule ${table} ${chain} ${link} ${bridge} accept`,
      ),
    );
    faults.push({
      code: 'FirewallDrops',
      message: `the firewall table "${table}" drops the traffic of pods (${dropping.map(([, chain]) => `chain ${chain}, policy drop`).join('; ')})`,
      fix: `Let the pods' bridge through: ${rules.join('; ')}`,
    });
  }
  return faults;
}
