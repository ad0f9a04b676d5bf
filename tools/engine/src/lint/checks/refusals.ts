import { join } from 'node:path';
import type { FilesClient, HelmClient } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { RawFinding } from '../findings/raw-finding.ts';
import type { Pool } from '../create-pool.ts';
import type { PlannedRender } from '../renders/plan-renders.ts';

const TYPO_VALUES = /^typo-.*\.ya?ml$/;

/** Renders the chart with each `ci/typo-*.yaml`: values with a mistake, which the chart must refuse. */
export async function checkRefusals(
  { chartDir, chart, defaults }: { chartDir: string; chart: string; defaults: PlannedRender },
  { files, helm, pool, took }: { files: FilesClient; helm: HelmClient; pool: Pool; took: (ms: number) => void },
  signal?: AbortSignal,
): Promise<{ findings: RawFinding[]; renders: number }> {
  const names = (await files.list(join(chartDir, 'ci'))).filter((name) => TYPO_VALUES.test(name));
  const findings = await Promise.all(
    names.map(async (name): Promise<RawFinding[]> => {
      // No placeholders: they would lie above the mistake.
      const source = { ...defaults.source, valuesFiles: [join(chartDir, 'ci', name)], values: {} };
      try {
        await pool.run(() => helm.template(defaults.ref, source, signal), took);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof SlipwayError && error.code === 'ChartInvalid') return [];
        throw error;
      }
      return [
        {
          severity: 'error',
          check: 'refusals',
          rule: 'accepted',
          file: `${chart}/ci/${name}`,
          message: 'the chart renders with these values, which hold a mistake',
          fix: 'Close the schema at that level (additionalProperties: false), or refuse the value in a template.',
        },
      ];
    }),
  );
  return { findings: findings.flat(), renders: names.length };
}
