import type { UpgradeReport } from '@slipway/engine';

/** The report for people: a line per finding with its fix, what was not checked, the sum last. Pure. */
export function formatUpgrade({ base, compared, findings, broken, notChecked }: UpgradeReport): string[] {
  const lines = findings.map(({ render, object, path = '', message, fix }) => {
    const said = `error   ${render}  ${object.kind}/${object.name}${path && ` ${path}`}: ${message}`;
    return fix ? `${said}\n        fix: ${fix}` : said;
  });
  const sum =
    compared.length === 0 ? [] : [`${countOf(findings.length)} (${compared.length} renders compared with ${base})`];
  return [
    ...lines,
    ...broken.map((fault) => `error   ${fault}`),
    ...notChecked.map((note) => `note    ${note}`),
    ...sum,
  ];
}

function countOf(findings: number): string {
  if (findings === 0) return 'upgrade safety: nothing that an upgrade cannot do';
  return `upgrade safety: ${findings} ${findings === 1 ? 'finding' : 'findings'}`;
}
