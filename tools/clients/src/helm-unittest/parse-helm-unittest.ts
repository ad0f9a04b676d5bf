import type { ChartTestFault } from '@slipway/contracts';

/** ` FAIL  <suite>\t<file>` */
const SUITE = /^ FAIL {2}.*\t(\S.*)$/;
const CASE = /^\t- (.*)$/;
/** Takes the place of a case where the suite itself cannot be read. */
const NO_CASE = /^Execution Error: *$/;
const SUM = /^Tests:\s.*?(\d+) total$/m;

/**
 * What helm-unittest printed for people, its only form that names the file of each suite. `prefix` is taken
 * off those names. Undefined when there is no sum, which means that it did not get to the end. Pure.
 */
export function parseHelmUnittest(
  output: string,
  prefix: string,
): { cases: number; faults: ChartTestFault[] } | undefined {
  const sum = SUM.exec(output);
  if (!sum) return undefined;
  const faults: ChartTestFault[] = [];
  let file = '';
  let isOpen = false;
  for (const line of output.split('\n')) {
    const suite = SUITE.exec(line)?.[1];
    const title = CASE.exec(line)?.[1];
    const last = faults.at(-1);
    if (suite !== undefined) {
      file = suite.startsWith(prefix) ? suite.slice(prefix.length) : suite;
      isOpen = false;
    } else if (title !== undefined && file !== '') {
      faults.push({ file, ...(NO_CASE.test(title) ? {} : { test: title }), message: '' });
      isOpen = true;
    } else if (/^( PASS |Charts:|### )/.test(line)) isOpen = false;
    else if (isOpen && last) last.message += `${line.replace(/^\t\t/, '').replaceAll('\t', '  ')}\n`;
  }
  return {
    cases: Number(sum[1]),
    faults: faults.map((fault) => ({ ...fault, message: tidy(fault.message) })),
  };
}

function tidy(message: string): string {
  return message
    .replaceAll(/\n{2,}/g, '\n')
    .replace(/^\s*Error: /, '')
    .trim();
}
