import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { parse, stringify } from 'yaml';
import { readmeFiles } from './readme/readme-files.ts';
import { type SchemaPart, toLibrarySchema } from './schema/to-library-schema.ts';
import { toServiceSchema } from './schema/to-service-schema.ts';
import { toUmbrellaSchema } from './schema/to-umbrella-schema.ts';
import { toUmbrellaValues } from './stack/to-umbrella-values.ts';

interface Dependency {
  name: string;
  alias?: string;
  repository: string;
}

/**
 * Every generated file of the charts and environments as it must be: path relative to the workspace root
 * and content, golden files apart: they come from charts whose schemas must have been written before. The library's
 * schema comes from its parts, those of other charts from the library's, the values of an umbrella chart from those
 * of its services, READMEs from Chart.yaml and values.yaml.
 */
export async function generatedFiles(workspaceRoot: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const read = (path: string) => readFileSync(join(workspaceRoot, path), 'utf8');
  const common = 'deploy/charts/common';
  const parts = readdirSync(join(workspaceRoot, common, 'schemas')).map(
    (file) => [file, JSON.parse(read(`${common}/schemas/${file}`)) as SchemaPart] as const,
  );
  const library = toLibrarySchema(
    Object.fromEntries(parts),
    Object.keys(parse(read(`${common}/values.yaml`)) as object),
  );
  const schemaPath = `${common}/values.schema.json`;
  files.set(schemaPath, await pretty(schemaPath, JSON.stringify(library)));
  const charts = 'deploy/charts';
  const foldersWith = (dir: string, file: string) =>
    readdirSync(join(workspaceRoot, dir))
      .filter((name) => existsSync(join(workspaceRoot, dir, name, file)))
      .sort();
  for (const chart of foldersWith(charts, 'Chart.yaml')) {
    const dir = `${charts}/${chart}`;
    const { type, dependencies = [] } = parse(read(`${dir}/Chart.yaml`)) as {
      type?: string;
      dependencies?: Dependency[];
    };
    if (type === 'library') continue;
    if (dependencies.some(({ name }) => name === 'common')) {
      const path = `${dir}/values.schema.json`;
      files.set(path, await pretty(path, JSON.stringify(toServiceSchema(chart, library))));
      continue;
    }
    const umbrellaPath = `${dir}/values.schema.json`;
    const names = dependencies.map(({ name, alias }) => alias ?? name);
    files.set(umbrellaPath, await pretty(umbrellaPath, JSON.stringify(toUmbrellaSchema(chart, names, library))));
    for (const environment of foldersWith('deploy/environments', 'environment.yaml')) {
      const folder = `deploy/environments/${environment}`;
      const services = dependencies
        .map(({ name }) => name)
        .filter((name) => existsSync(join(workspaceRoot, folder, `${name}.yaml`)));
      if (services.length === 0) continue;
      const values = Object.fromEntries(services.map((name) => [name, parse(read(`${folder}/${name}.yaml`))]));
      const head = `# Made from ${services.map((name) => `${name}.yaml`).join(' and ')} by "npx nx run charts:generate".\n`;
      const path = `${folder}/${chart}.yaml`;
      files.set(path, await pretty(path, head + stringify(toUmbrellaValues(values), { lineWidth: 0 })));
    }
  }
  const readmes = await readmeFiles(join(workspaceRoot, charts), foldersWith(charts, 'Chart.yaml'));
  for (const [path, text] of readmes) files.set(`${charts}/${path}`, await pretty(path, text));
  return files;
}

/** Text as the workspace's formatter has it. */
async function pretty(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(join(import.meta.dirname, 'x.ts'))), filepath: path });
}
