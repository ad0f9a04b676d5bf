import { join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import { parseYaml } from '../catalog/parse-yaml.ts';
import type { ChartFile } from '../catalog/to-service.ts';

/** A chart whose release is compared. */
export interface ReleasedChart {
  /** Relative to the workspace root. */
  dir: string;
  /** Name of the release, and of its values files in the environments. */
  release: string;
}

/** The charts in a folder that can be installed, each released by the name of its folder: libraries and the charts that test them are none. */
export async function listCharts(root: string, chartsDir: string, files: FilesClient): Promise<ReleasedChart[]> {
  const found = await Promise.all(
    (await files.list(join(root, chartsDir))).map(async (name) => {
      const path = join(root, chartsDir, name, 'Chart.yaml');
      const text = await files.readText(path);
      return text === undefined ? [] : [{ name, file: ((await parseYaml(text, path)) ?? {}) as ChartFile }];
    }),
  );
  const charts = found.flat();
  return charts
    .filter(({ file }) => file.type !== 'library' && file.annotations?.['slipway.dev/test-chart-of'] === undefined)
    .map(({ name }) => ({ dir: join(chartsDir, name), release: name }));
}
