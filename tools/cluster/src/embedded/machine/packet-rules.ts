/** Our own chain: lets pods reach the API server and DNS on the node where a firewall refuses what it does not know. */
export const INPUT_CHAIN = 'SLIPWAY-INPUT';
/** Chains of kube-proxy, the kubelet, the CNI plugins and felix, and our own. */
const OURS = /^(KUBE-|CNI-|cali-|SLIPWAY-)/;

/** Felix has rules of its own at the end of built-in chains too, which lead nowhere; it marks every rule. */
const OF_FELIX = / --comment "cali:/;

/** Input of `iptables-restore --noflush` that makes our own chain, once, for traffic from the link `bridge`. */
export function toInputRules(saved: SavedRules, bridge: string): string {
  const jump = `-A INPUT -j ${INPUT_CHAIN}`;
  const hasJump = saved.rules.some(({ table, line }) => table === 'filter' && line === jump);
  return [
    '*filter',
    `:${INPUT_CHAIN} - [0:0]`,
    `-A ${INPUT_CHAIN} -i ${bridge} -j ACCEPT`,
    ...(hasJump ? [] : [`-I INPUT 1 -j ${INPUT_CHAIN}`]),
    'COMMIT',
    '',
  ].join('\n');
}

/** Tables with their chains and rules, out of `iptables-save`. */
export interface SavedRules {
  /** `table/chain`, in order. */
  chains: string[];
  /** Rule lines with their table, `-A CHAIN ...`. */
  rules: { table: string; line: string }[];
}

/** Reads the output of `iptables-save` or `ip6tables-save`. */
export function parseSavedRules(text: string): SavedRules {
  const saved: SavedRules = { chains: [], rules: [] };
  let table = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1).trim();
    else if (line.startsWith(':')) saved.chains.push(`${table}/${line.slice(1).split(' ')[0]}`);
    else if (line.startsWith('-A ')) saved.rules.push({ table, line });
  }
  return saved;
}

/** Table and name of a chain; names may hold slashes themselves (`cali-pi-<namespace>/<policy>`). */
function splitChain(chain: string): { table: string; name: string } {
  const at = chain.indexOf('/');
  return { table: chain.slice(0, at), name: chain.slice(at + 1) };
}

const chainOf = (line: string): string => line.split(' ')[1] ?? '';
const jumpOf = (line: string): string => / -[jg] (\S+)/.exec(line)?.[1] ?? '';

/** Chains of a cluster that were not there before ours came up. */
export function chooseOurChains(saved: SavedRules, before: readonly string[]): string[] {
  return saved.chains.filter((chain) => OURS.test(splitChain(chain).name) && !before.includes(chain));
}

/**
 * Input of `iptables-restore --noflush` that takes away our chains and the rules that lead into them,
 * rule by rule, and nothing else. Empty when there is nothing of ours.
 */
export function toRemoval(saved: SavedRules, before: readonly string[]): string {
  const ours = chooseOurChains(saved, before).map(splitChain);
  // A felix that was there before has such rules too, and they are its own.
  const isForeign = before.some((chain) => splitChain(chain).name.startsWith('cali-'));
  const stray = isForeign ? [] : saved.rules.filter(({ line }) => OF_FELIX.test(line));
  const tables = [...new Set([...ours, ...stray].map(({ table }) => table))];
  return tables
    .map((table) => {
      const chains = ours.filter((chain) => chain.table === table).map(({ name }) => name);
      const leading = saved.rules.filter(
        (rule) =>
          rule.table === table &&
          !chains.includes(chainOf(rule.line)) &&
          (chains.includes(jumpOf(rule.line)) || stray.includes(rule)),
      );
      return [
        `*${table}`,
        ...chains.map((chain) => `-F ${chain}`),
        ...leading.map((rule) => rule.line.replace(/^-A /, '-D ')),
        ...chains.map((chain) => `-X ${chain}`),
        'COMMIT',
        '',
      ].join('\n');
    })
    .join('');
}

/** Built-in chains that were not there before and hold no rule now, as `table/chain`. */
export function chooseEmptyBuiltIns(saved: SavedRules, before: readonly string[]): string[] {
  return saved.chains.filter((chain) => {
    const { table, name } = splitChain(chain);
    if (!/^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/.test(name) || before.includes(chain)) return false;
    return !saved.rules.some((rule) => rule.table === table && chainOf(rule.line) === name);
  });
}
