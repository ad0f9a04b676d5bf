import type { TargetConfiguration } from '@nx/devkit';
import { releaseTarget } from './release-target.ts';
import type { ChartTargetContext } from './target-context.ts';
import { chartDirsOf } from './target-context.ts';

/** `helm-install`: render, plan, apply and wait. Comes after the releases that the chart names. */
export function helmInstallTarget(context: ChartTargetContext): TargetConfiguration {
  const { chart, project, sourceInput, names } = context;
  const target = releaseTarget('helm-install', 'Installs or upgrades the release and waits for it.', context);
  const after = deployedBefore(context);
  const imagesOf = projectsOfSubcharts(context);
  return {
    ...target,
    dependsOn: [
      names.docker,
      // With the options of this target: the lint looks at one environment, and only at what would break the release.
      { target: names['helm-lint'], options: 'forward' as const },
      ...(imagesOf.length > 0 ? [{ target: names.docker, projects: imagesOf }] : []),
      ...(after.length > 0 ? [{ target: names.deploy, projects: after, params: 'forward' as const }] : []),
    ],
    inputs: [sourceInput, `^${sourceInput}`, ...(target.inputs ?? [])],
    outputs: [`{workspaceRoot}/dist/deploys/*/${project.name.replaceAll('/', '__')}.json`],
    options: { ...target.options, checks: 'release', ...(chart.facts.isDefault ? {} : { onlyWhenNamed: true }) },
  };
}

/** Projects of `slipway.dev/after` that can be deployed; unknown names are the engine's to report. */
function deployedBefore({ chart, catalog, project }: ChartTargetContext): string[] {
  return chart.facts.after.filter(
    (name) =>
      name !== project.name &&
      catalog.charts.some((candidate) => candidate.project?.name === name && !candidate.facts.isLibrary),
  );
}

/** Projects whose charts this one takes in: an umbrella chart needs their images. */
function projectsOfSubcharts({ chart, catalog }: ChartTargetContext): string[] {
  const [, ...dirs] = chartDirsOf(chart, catalog);
  return catalog.charts
    .filter(({ dir, project }) => dirs.includes(dir) && project && catalog.dockerRoots.includes(project.root))
    .map(({ project }) => project?.name ?? '')
    .sort();
}
