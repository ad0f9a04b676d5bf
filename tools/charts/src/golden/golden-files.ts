import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '@slipway/contracts';
import { stringify } from 'yaml';
import { ENVIRONMENTS, renderFor, SERVICES, workspaceRoot } from '../support/render.ts';

/** What a chart is in an environment, as its golden file says it: fields sorted, objects in the order of the chart. */
export function toGolden(objects: readonly KubeObject[]): string {
  return objects.map((object) => stringify(object, { sortMapEntries: true, lineWidth: 0 })).join('---\n');
}

/** Path of a golden file in the workspace. */
export function goldenPath(chart: string, environment: string): string {
  return `${goldenDir(chart)}/${environment}.yaml`;
}

/** Charts with golden files: those that have the folder for them. */
export function chartsWithGoldens(charts: readonly string[] = [...SERVICES, 'stack']): string[] {
  return charts.filter((chart) => existsSync(join(workspaceRoot, goldenDir(chart))));
}

/** Every golden file as it must be: path in the workspace and content. Throws what Helm said. */
export async function goldenFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const chart of chartsWithGoldens()) {
    const renders = await Promise.all(ENVIRONMENTS.map((environment) => renderFor(environment, chart)));
    ENVIRONMENTS.forEach((environment, index) => {
      files.set(goldenPath(chart, environment), toGolden(renders[index] ?? []));
    });
  }
  return files;
}

/** Files in the folders of golden files that belong to no environment. */
export function orphanedGoldens(): string[] {
  return chartsWithGoldens().flatMap((chart) =>
    readdirSync(join(workspaceRoot, goldenDir(chart)))
      .map((name) => `${goldenDir(chart)}/${name}`)
      .filter((path) => !ENVIRONMENTS.some((environment) => path === goldenPath(chart, environment))),
  );
}

function goldenDir(chart: string): string {
  return `deploy/charts/${chart}/__golden__`;
}
