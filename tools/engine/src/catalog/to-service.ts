import { toReleaseName } from '@slipway/catalog';
import type { Service } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** What a Chart.yaml says, as far as it is read. */
export interface ChartFile {
  name?: unknown;
  version?: unknown;
  type?: unknown;
  annotations?: Record<string, unknown> | null;
  dependencies?: ChartDependency[] | null;
}

/** One entry of `dependencies`. */
export interface ChartDependency {
  name: string;
  version?: string;
  repository?: string;
  alias?: string;
}

/** A service out of its chart. Undefined for a library chart. Throws `ChartInvalid`. Pure. */
export function toService(project: string, chartDir: string, file: ChartFile | null): Service | undefined {
  if (file?.type === 'library') return undefined;
  if (!file || typeof file.name !== 'string' || typeof file.version !== 'string') {
    throw new SlipwayError({
      code: 'ChartInvalid',
      message: `read the chart of ${project}: ${chartDir}/Chart.yaml needs name and version.`,
      hint: 'Correct Chart.yaml.',
    });
  }
  const annotations = file.annotations ?? {};
  const after = String(annotations['slipway.dev/after'] ?? '');
  return {
    schema: 'slipway.service/v1',
    name: toReleaseName(String(annotations['slipway.dev/release'] ?? project)),
    project,
    chart: { name: file.name, version: file.version, dir: chartDir },
    after: [...new Set(after.split(/[\s,]+/).filter(Boolean))].sort(),
    isDefault: String(annotations['slipway.dev/default'] ?? 'true') !== 'false',
  };
}
