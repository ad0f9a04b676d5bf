import { posix } from 'node:path';
import type { Catalog } from '@slipway/catalog';
import type { Finding } from './check.ts';
import { bad, good, warning } from './check.ts';

/** What Nx cannot say because it must never break the graph: charts and Dockerfiles that lead nowhere. Pure. */
export function checkCatalog(catalog: Catalog, files: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  for (const { dir, project, facts } of catalog.charts) {
    if (facts.fault !== undefined) {
      findings.push(bad('charts', `${dir}/Chart.yaml: ${facts.fault}.`, 'Correct the YAML.'));
    }
    if (!project) {
      const name = posix.basename(dir);
      const fix = `Create a project named "${name}", or put a project.json beside the chart.`;
      findings.push(warning('charts', `${dir} belongs to no project: nothing lints or deploys it.`, fix));
    }
    for (const name of facts.after) {
      if (catalog.charts.some((chart) => chart.project?.name === name)) continue;
      findings.push(
        bad(
          'charts',
          `${dir} comes after "${name}", which is no project with a chart.`,
          'Correct slipway.dev/after in Chart.yaml.',
        ),
      );
    }
  }
  const strayDockerfiles = files
    .filter((file) => posix.basename(file) === 'Dockerfile')
    .map((file) => posix.dirname(file))
    .filter((dir) => !catalog.dockerRoots.includes(dir) && !dir.startsWith('deploy/images/'));
  for (const dir of strayDockerfiles) {
    findings.push(
      warning(
        'dockerfiles',
        `${dir}/Dockerfile lies beside no project: nothing builds it.`,
        'Put a project.json beside it.',
      ),
    );
  }
  if (findings.length === 0) findings.push(good('charts', `${catalog.charts.length} charts, each with its project`));
  return findings;
}
