import type { Service } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { ReleaseRequest } from '../pipeline/release-request.ts';
import { nearestName } from './nearest-name.ts';

/**
 * Fills in what a selection leaves out: where `web` comes after `api` and `api` after `store`, `web` comes
 * after `store` also when `api` is not selected. Those that are not selected are not deployed for it. Throws
 * `OrderUnknown` (exit 64) for a name in `slipway.dev/after` that no project with a chart has. Pure.
 */
export function resolveOrder(
  selected: readonly Service[],
  services: readonly Service[],
  request: Pick<ReleaseRequest, 'projects' | 'knownProjects'>,
): Service[] {
  const byProject = new Map(services.map((service) => [service.project, service]));
  const isSelected = new Set(selected.map(({ project }) => project));
  for (const service of selected) for (const name of service.after) refuseUnknown(name, service, request);
  return selected.map((service) => {
    const after = new Set<string>();
    const seen = new Set<string>();
    const visit = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      after.add(name);
      if (!isSelected.has(name)) byProject.get(name)?.after.forEach(visit);
    };
    service.after.forEach(visit);
    return { ...service, after: [...after].sort() };
  });
}

function refuseUnknown(
  name: string,
  service: Service,
  { projects, knownProjects = [] }: Pick<ReleaseRequest, 'projects' | 'knownProjects'>,
): void {
  const known = projects.map(({ project }) => project);
  if (known.includes(name)) return;
  const nearest = nearestName(name, known);
  const what = knownProjects.includes(name) ? `project "${name}" has no chart` : `there is no project "${name}"`;
  throw new SlipwayError({
    code: 'OrderUnknown',
    message: `read the order of ${service.project}: its chart says slipway.dev/after: "${name}", and ${what}.`,
    hint: `${nearest ? `Did you mean "${nearest}"? ` : ''}Correct ${service.chart.dir}/Chart.yaml; projects with a chart: ${known.join(', ')}.`,
    exitCode: ExitCodes.usage,
    details: { project: service.project, after: name, known },
  });
}
