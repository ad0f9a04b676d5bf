import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface ChartFile {
  type?: string;
  annotations?: Record<string, string>;
}

/** Names of the charts in a folder that can be installed: libraries and the charts that test them are none. */
export function listCharts(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'Chart.yaml')))
    .map((name) => [name, parse(readFileSync(join(folder, name, 'Chart.yaml'), 'utf8')) as ChartFile] as const);
  const tests = new Set(files.map(([, { annotations }]) => annotations?.['slipway.dev/test-chart']));
  return files
    .filter(([name, { type }]) => type !== 'library' && !tests.has(name))
    .map(([name]) => name)
    .sort();
}
