import { join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import { parseYaml } from '../../catalog/parse-yaml.ts';
import type { ChartFile } from '../../catalog/to-service.ts';
import type { StagedChart } from '../../render/stage-chart.ts';
import type { LintedChart } from '../placeholder-values.ts';

/** How a chart and the charts within it name their images. */
export async function readLintedImages(staged: StagedChart, files: FilesClient): Promise<LintedChart> {
  const nested = await Promise.all(
    Object.entries(staged.localDependencies).map(async ([name, dir]) => {
      const path = join(dir, 'Chart.yaml');
      const file = (await parseYaml((await files.readText(path)) ?? '', path)) as ChartFile | null;
      return file?.type !== 'library' && (await imageStyle(dir, files)) ? [name] : [];
    }),
  );
  return { name: String(staged.file.name), image: await imageStyle(staged.dir, files), nestedImages: nested.flat() };
}

async function imageStyle(chartDir: string, files: FilesClient): Promise<LintedChart['image']> {
  const path = join(chartDir, 'values.yaml');
  const text = await files.readText(path);
  const values = text === undefined ? undefined : ((await parseYaml(text, path)) as { image?: unknown } | null);
  if (typeof values?.image !== 'object' || values.image === null) return undefined;
  return 'tag' in values.image && !('digest' in values.image) ? 'tag' : 'digest';
}
