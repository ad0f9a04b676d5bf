import type { DesiredRelease, HelmClient, LiveRelease } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { toChartLabel } from '../live/to-revisions.ts';

/**
 * Throws `NameTaken` when a release of that name runs another chart: an upgrade would replace its objects.
 * Revisions that something else than Slipway wrote do not say their chart, so Helm is asked.
 */
export async function refuseForeignChart(
  desired: DesiredRelease,
  live: LiveRelease | undefined,
  helm: HelmClient,
  signal?: AbortSignal,
): Promise<void> {
  if (!live || live.status === 'uninstalled' || live.specHash === desired.specHash) return;
  const known = live.revisions.find(({ chart }) => chart !== undefined)?.chart;
  const chart = known ?? (await helm.chartName(desired, signal));
  if (chart === '' || toChartLabel(chart) === toChartLabel(desired.chart.name)) return;
  throw new SlipwayError({
    code: 'NameTaken',
    message: `plan release ${desired.name} in ${desired.namespace}: a release of that name runs chart ${chart}, not ${desired.chart.name}.`,
    hint: `Choose another namespace, set slipway.dev/release in Chart.yaml, or remove it with "helm uninstall ${desired.name} -n ${desired.namespace}".`,
    details: { release: desired.name, chart, wanted: desired.chart.name },
  });
}
