import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface ChartFile {
  name: string;
  type?: string;
  annotations?: Record<string, string>;
  dependencies?: { name: string }[];
}

/** Charts of services, by name: those that the library renders, without the one it is tested through. */
export function serviceCharts(workspaceRoot: string): { name: string; dir: string }[] {
  const charts = join(workspaceRoot, 'deploy/charts');
  return readdirSync(charts)
    .sort()
    .flatMap((folder) => {
      const path = join(charts, folder, 'Chart.yaml');
      if (!existsSync(path)) return [];
      const { name, annotations = {}, dependencies = [] } = parse(readFileSync(path, 'utf8')) as ChartFile;
      const isService = dependencies.some((dependency) => dependency.name === 'common');
      return isService && !('slipway.dev/test-chart-of' in annotations) ? [{ name, dir: join(charts, folder) }] : [];
    });
}
