import { isAbsolute, join } from 'node:path';
import type { FilesClient, Service } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { ReleaseRequest } from '../pipeline/release-request.ts';
import { nearestName } from './nearest-name.ts';
import { parseYaml } from './parse-yaml.ts';
import type { ChartFile } from './to-service.ts';
import { resolveOrder } from './resolve-order.ts';
import { toService } from './to-service.ts';

/** What can be released, and what was asked for. */
export interface Catalog {
  /** Every project with a usable chart. */
  services: Service[];
  /** Those to work on, sorted by name. */
  selected: Service[];
}

/**
 * Reads the Chart.yaml of every project. Throws `UnknownProject`, `ProjectWithoutChart` (exit 64),
 * `NothingSelected`, `OrderUnknown` (exit 64), `ChartInvalid`, `ReleaseNameClash`.
 */
export async function readCatalog(request: ReleaseRequest, files: FilesClient): Promise<Catalog> {
  const wanted = request.select && new Set(request.select);
  const read = await Promise.all(
    request.projects.map(async ({ project, chartDir }) => {
      try {
        return await readService(project, toAbsolute(request.workspaceRoot, chartDir), files);
      } catch (error) {
        if (!wanted || wanted.has(project)) throw error;
        return undefined; // The broken chart of another project is its own problem.
      }
    }),
  );
  const services = read.flatMap((service) => service ?? []).sort(byName);
  for (const name of request.select ?? []) {
    if (!services.some(({ project }) => project === name)) throw notReleasable(name, request, services);
  }
  const selected = services.filter(({ project, isDefault }) => (wanted ? wanted.has(project) : isDefault));
  if (selected.length === 0) {
    throw new SlipwayError({
      code: 'NothingSelected',
      message: 'choose the releases: there is none to work on.',
      hint: `Projects with a chart: ${services.map(({ project }) => project).join(', ') || 'none'}.`,
      exitCode: ExitCodes.usage,
    });
  }
  refuseClashes(selected);
  return { services, selected: resolveOrder(selected, services, request) };
}

async function readService(project: string, chartDir: string, files: FilesClient): Promise<Service | undefined> {
  const path = join(chartDir, 'Chart.yaml');
  const text = await files.readText(path);
  if (text === undefined) {
    throw new SlipwayError({
      code: 'ProjectWithoutChart',
      message: `read the chart of ${project}: ${path} is not there.`,
      hint: `Give the project a chart, for example with "nx g @slipway/nx:service".`,
      exitCode: ExitCodes.usage,
    });
  }
  return toService(project, chartDir, (await parseYaml(text, path)) as ChartFile | null);
}

function toAbsolute(root: string, dir: string): string {
  return isAbsolute(dir) ? dir : join(root, dir);
}

function notReleasable(name: string, request: ReleaseRequest, services: Service[]): SlipwayError {
  const known = services.map(({ project }) => project);
  const nearest = nearestName(name, known);
  const isLibrary = request.projects.some(({ project }) => project === name);
  const isProject = isLibrary || request.knownProjects?.includes(name);
  return new SlipwayError({
    code: isProject ? 'ProjectWithoutChart' : 'UnknownProject',
    message: isLibrary
      ? `choose the releases: the chart of ${name} is a library chart, which is never released by itself.`
      : isProject
        ? `choose the releases: project ${name} has no chart.`
        : `choose the releases: there is no project "${name}".`,
    hint: `${nearest ? `Did you mean "${nearest}"? ` : ''}Projects with a chart: ${known.join(', ') || 'none'}.`,
    exitCode: ExitCodes.usage,
    details: { project: name, known },
  });
}

function refuseClashes(selected: Service[]): void {
  selected.forEach((service, index) => {
    const other = selected[index + 1];
    if (other?.name !== service.name) return;
    throw new SlipwayError({
      code: 'ReleaseNameClash',
      message: `choose the releases: projects ${service.project} and ${other.project} both become release ${service.name}.`,
      hint: 'Set the annotation slipway.dev/release in one of their Chart.yaml files.',
      exitCode: ExitCodes.usage,
    });
  });
}

function byName(a: Service, b: Service): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
