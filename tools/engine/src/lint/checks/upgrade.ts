import type { CheckWork } from '../check-log.ts';
import type { RawFinding } from '../findings/raw-finding.ts';
import type { ReleasedChart } from '../../upgrade/list-charts.ts';
import type { UpgradeClients } from '../../upgrade/check-upgrade-safety.ts';
import { checkUpgradeSafety } from '../../upgrade/check-upgrade-safety.ts';

/** One chart, and the release that it is held against. */
export interface UpgradedChart extends ReleasedChart {
  /** Absolute. */
  workspaceRoot: string;
  /** Tag or commit. */
  base: string;
  environmentsDir: string | undefined;
  environments: readonly string[];
}

/** What an upgrade from the last release could not do or would lose. What could not be compared is a note. */
export async function checkChartUpgrade(
  { dir, release, ...rest }: UpgradedChart,
  clients: UpgradeClients,
  signal?: AbortSignal,
): Promise<CheckWork> {
  const report = await checkUpgradeSafety({ ...rest, charts: [{ dir, release }] }, clients, signal);
  const { base, compared, findings, broken, notChecked } = report;
  const said = (severity: 'error' | 'note', rule: string, message: string): RawFinding => ({
    severity,
    check: 'upgrade',
    rule,
    message,
    fix: severity === 'error' ? 'Mend the render first.' : `Compare by hand, if it is deployed as of ${base}.`,
  });
  return {
    findings: [
      ...findings.map((finding): RawFinding => ({
        ...finding,
        check: 'upgrade',
        render: finding.render.slice(release.length + 1),
        message: `${finding.message} (since ${base})`,
      })),
      ...broken.map((message) => said('error', 'broken', message)),
      ...notChecked.map((message) => said('note', 'not-compared', message)),
    ],
    version: base,
    renders: compared.length,
  };
}
