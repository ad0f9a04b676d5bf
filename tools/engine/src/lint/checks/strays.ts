import { join } from 'node:path';
import { toReleaseName } from '@slipway/catalog';
import type { FilesClient, LintFinding } from '@slipway/contracts';
import { nearestName } from '../../catalog/nearest-name.ts';
import { parseYaml } from '../../catalog/parse-yaml.ts';
import { DEFAULT_ENVIRONMENTS_DIR } from '../../catalog/read-environment.ts';
import type { ChartFile } from '../../catalog/to-service.ts';
import type { LintRequest } from '../lint-request.ts';

/** Files of an environment that are no values of a release. */
const NO_VALUES = ['environment.yaml', 'releases.lock.yaml'];

/**
 * What names a chart that the workspace does not have, so that nobody ever reads it: values files of environments and
 * `slipway.dev/after`. Only of use where all charts are given.
 */
export async function findStrays(request: LintRequest, files: FilesClient): Promise<LintFinding[]> {
  const { workspaceRoot, charts, environments, environmentsDir = DEFAULT_ENVIRONMENTS_DIR } = request;
  const known = await Promise.all(
    charts.map(async ({ project, chartDir }) => {
      const path = join(chartDir, 'Chart.yaml');
      const file = ((await parseYaml((await files.readText(path)) ?? '', path)) ?? {}) as ChartFile;
      const annotations = file.annotations ?? {};
      return {
        project,
        chart: chartDir.slice(workspaceRoot.length + 1),
        release: toReleaseName(String(annotations['slipway.dev/release'] ?? project)),
        after: String(annotations['slipway.dev/after'] ?? '').split(','),
      };
    }),
  );
  const projects = known.map(({ project }) => project);
  const releases = known.map(({ release }) => release);
  const afters = known.flatMap(({ project, chart, after }) =>
    after
      .map((name) => name.trim())
      .filter((name) => name !== '' && !projects.includes(name))
      .map((name) => ({
        ...{ project, chart, file: `${chart}/Chart.yaml`, rule: 'unknown-project' },
        message: `slipway.dev/after names "${name}", which is no project with a chart`,
        fix: toFix(name, projects),
      })),
  );
  const ofEnvironments = environments.map(async ({ name: environment }) => {
    const dir = `${environmentsDir}/${environment}`;
    return (await files.list(join(workspaceRoot, dir)))
      .filter((name) => name.endsWith('.yaml') && !NO_VALUES.includes(name))
      .map((name) => ({ file: `${dir}/${name}`, release: name.slice(0, -'.yaml'.length) }))
      .filter(({ release }) => !releases.includes(release))
      .map(({ file, release }) => ({
        ...{ project: '', chart: '', file, rule: 'stray-values' },
        message: `no chart has a release "${release}", so nobody reads these values`,
        fix: toFix(release, releases),
      }));
  });
  return [...afters, ...(await Promise.all(ofEnvironments)).flat()].map((stray, index) => ({
    ...{ severity: 'error' as const, check: 'lint', renders: [], valuesFiles: [] },
    ...{ ...stray, fingerprint: `${200 + index}`.padStart(32, '0') },
  }));
}

function toFix(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? `Name one of ${known.join(', ')}, or take it out.` : `Did you mean ${nearest}?`;
}
