import { join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import type { ChartTree } from '../chart-tree.ts';
import { chartsOf } from '../chart-tree.ts';
import type { RawFinding } from '../findings/raw-finding.ts';
import type { ParityChart, ParityFinding } from '../parity/index.ts';
import { checkParity } from '../parity/index.ts';

/** What could not be told is no fault of the chart; that nothing was told must not pass. */
const SEVERITIES: Partial<Record<ParityFinding['rule'], RawFinding['severity']>> = {
  'not-checked': 'warning',
  'unused-not-checked': 'note',
};
const NEEDED = /^(values\.yaml|values\.schema\.json|templates\/.*)$/;

/**
 * Values, templates and schema of a chart against each other. `of`: name of the library that is meant instead,
 * `tree` being the chart that tests it.
 */
export async function checkChartParity(
  tree: ChartTree,
  { files, workspaceRoot, of }: { files: FilesClient; workspaceRoot: string; of?: string | undefined },
): Promise<RawFinding[]> {
  const findings = await checkParity(
    await toParityChart(tree, { files, workspaceRoot }),
    of === undefined ? {} : { of },
  );
  const subject = chartsOf(tree).find(({ name }) => name === of) ?? tree;
  return findings.map(({ rule, file, line, message, fix }) => ({
    severity: SEVERITIES[rule] ?? 'error',
    check: 'parity',
    rule,
    file: `${subject.dir}/${file}`,
    line,
    message,
    fix,
  }));
}

async function toParityChart(
  tree: ChartTree,
  options: { files: FilesClient; workspaceRoot: string },
): Promise<ParityChart> {
  const { name, key, dir, isLibrary, file, dependencies } = tree;
  const paths = tree.files.filter((path) => NEEDED.test(path));
  const texts = await Promise.all(
    paths.map(async (path) => [path, (await options.files.readText(join(options.workspaceRoot, dir, path))) ?? '']),
  );
  return {
    name,
    ...(key === name ? {} : { alias: key }),
    isLibrary,
    files: Object.fromEntries(texts) as Record<string, string>,
    conditions: (file.dependencies ?? []).flatMap((it) => {
      const { condition, tags = [] } = it as { condition?: string; tags?: string[] };
      return [...(condition?.split(',').map((key) => key.trim()) ?? []), ...tags.map((tag) => `tags.${tag}`)];
    }),
    dependencies: await Promise.all(dependencies.map((it) => toParityChart(it, options))),
  };
}
