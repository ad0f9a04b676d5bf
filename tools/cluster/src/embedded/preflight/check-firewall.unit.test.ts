import { checkFirewall } from './check-firewall.ts';

const aTable = (name: string, policy: string, rule = 'ct state established,related accept') =>
  [
    `table ${name} {`,
    '\tset known {',
    '\t\ttype ipv4_addr',
    '\t}',
    '',
    '\tchain input {',
    '\t\ttype filter hook input priority filter; policy accept;',
    '\t}',
    '',
    '\tchain forward {',
    `\t\ttype filter hook forward priority filter; policy ${policy};`,
    `\t\t${rule}`,
    '\t}',
    '}',
    '',
  ].join('\n');

describe('checkFirewall', () => {
  it('names the table and the rules that let pods through', () => {
    expect(checkFirewall(`${aTable('ip filter', 'drop')}${aTable('inet fw', 'drop')}`, 'br7')).toEqual([
      {
        code: 'FirewallDrops',
        message: 'the firewall table "inet fw" drops the traffic of pods (chain forward, policy drop)',
        fix: 'Let the pods through: nft insert rule inet fw forward iifname br7 accept; nft insert rule inet fw forward oifname br7 accept',
      },
    ]);
  });

  it('names the links of pods that have no bridge so that shell and nft take it', () => {
    const [fault] = checkFirewall(aTable('inet fw', 'drop'), 'cali*');
    expect(fault?.fix).toContain(`nft insert rule inet fw forward iifname '"cali*"' accept`);
    expect(checkFirewall(aTable('inet fw', 'drop', 'iifname "cali*" accept'), 'cali*')).toEqual([]);
  });

  it.each([
    ['a machine without rules', ''],
    ['a table of iptables, in which our own rules come first', aTable('ip filter', 'drop')],
    ['a firewall that lets pass what it does not know', aTable('inet fw', 'accept')],
    ['a firewall that knows our bridge', aTable('inet fw', 'drop', 'iifname "br7" accept')],
    ['a table for IPv6, which the cluster does not use', aTable('ip6 fw', 'drop')],
  ])('accepts %s', (_title, ruleset) => {
    expect(checkFirewall(ruleset, 'br7')).toEqual([]);
  });
});
