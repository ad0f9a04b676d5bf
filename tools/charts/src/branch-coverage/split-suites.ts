import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isNode, isSeq, parseDocument } from 'yaml';

/** One case of a suite, in a file of its own. */
export interface SuiteCase {
  /** Folder of the chart, within that of all charts. */
  chart: string;
  /** Path within the chart. */
  file: string;
  /** The case and what its suite says for all, as it is written. */
  text: string;
}

/**
 * Puts each case of a chart's suites into a suite of its own, in place of the suites, so that one can be run without the
 * others. `charts` is an absolute folder, a copy. Throws an Error about a suite whose cases are no list.
 */
export function splitSuites(charts: string, chart: string): SuiteCase[] {
  const dir = join(charts, chart);
  const files = readdirSync(join(dir, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('_test.yaml'))
    .map((file) => `tests/${file}`)
    .sort();
  return files.flatMap((file) => {
    const cases = splitSuite(file, readFileSync(join(dir, file), 'utf8'));
    rmSync(join(dir, file));
    return cases.map((text, index) => {
      const path = file.replace(/_test\.yaml$/, `.${index}_test.yaml`);
      writeFileSync(join(dir, path), text);
      return { chart, file: path, text };
    });
  });
}

/** The suite once for each of its cases, all else as it is written: another writer would read numbers in its own way. Pure. */
export function splitSuite(file: string, suite: string): string[] {
  const { contents } = parseDocument(suite);
  const tests = isMap(contents) ? contents.get('tests') : undefined;
  if (!isSeq(tests) || tests.flow || !tests.range || tests.items.length === 0) {
    throw new Error(`split ${file}: write tests as a list of cases, a line for each to begin with.`);
  }
  const starts = tests.items.map((item) => suite.lastIndexOf('-', (isNode(item) && item.range?.[0]) || 0));
  const end = tests.range[2];
  const [first = 0] = starts;
  return starts.map(
    (start, index) => suite.slice(0, first) + suite.slice(start, starts[index + 1] ?? end) + suite.slice(end),
  );
}
