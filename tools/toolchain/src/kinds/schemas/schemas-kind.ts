import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireDisk } from '../../cache/disk.ts';
import type { CustomResourceDefinition } from '../../schemas/crd.ts';
import { crdsToKindSchemas, toCrdIndex } from '../../schemas/crds-to-kind-schemas.ts';
import type { Swagger } from '../../schemas/swagger.ts';
import type { SchemaFile, SchemaIndex } from '../../schemas/to-kind-schemas.ts';
import { toKindSchemas, toSchemaIndex } from '../../schemas/to-kind-schemas.ts';
import type { SchemasRow } from '../../versions/rows.ts';
import { findGo, OLDEST_GO } from '../go/find-go.ts';
import type { ToolKind } from '../kind.ts';
import { readPassingModules } from '../go/passing-modules.ts';
import { readCrds } from './read-crds.ts';

const CODE = [import.meta.dirname, join(import.meta.dirname, '../../schemas')];

/**
 * JSON schemas of every kind of some Kubernetes versions, each in the folder of its name, and of custom
 * resources in `crds`, made from what published Go modules carry. The row's own version lies at the root as well.
 */
export const schemasKind: ToolKind<SchemasRow> = {
  inPlace: false,
  title: (_name, row) => `make the JSON schemas of Kubernetes ${Object.keys(row.releases).join(', ')}`,
  inputs: (row) => [
    JSON.stringify([row.version, row.module, row.file, row.releases, row.crds]),
    ...CODE.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .sort()
        .map((name) => readFileSync(join(folder, name))),
    ),
  ],
  async obtain(job) {
    const { row, folder } = job;
    requireDisk(`make ${job.name}`, folder, row.diskMiB);
    const go = await findGo(OLDEST_GO, job.env, job.versions.goToolchains, { signal: job.signal });
    const releases = Object.entries(row.releases).map(([version, sum]) => ({
      ...{ module: row.module, version: `v${version}`, sum },
      crds: undefined,
    }));
    const sources = [...releases, ...row.crds.map((source) => ({ ...source, crds: source.folder }))];
    const definitions: CustomResourceDefinition[] = [];
    let own: Swagger | undefined;
    let done = 0;
    job.report(`download ${row.module}`, 0);
    await readPassingModules(sources, folder, go, job.signal, ({ module, version, crds }, source) => {
      job.report(`read ${module}@${version}`, ++done / (sources.length + 1));
      if (crds !== undefined) return void definitions.push(...readCrds(join(source, crds)));
      const swagger = JSON.parse(readFileSync(join(source, row.file), 'utf8')) as Swagger;
      const name = version.slice(1);
      const isOwn = name === row.version;
      if (isOwn) own = swagger;
      for (const to of [name, ...(isOwn ? ['.'] : [])]) {
        writeSchemas(join(folder, 'schemas', to), toKindSchemas(swagger), toSchemaIndex(swagger, name));
      }
    });
    if (!own) throw new Error(`the row of ${job.name} lists no checksum of its own version ${row.version}`);
    const modules = row.crds.map(({ module, version }) => `${module}@${version}`);
    const index = toCrdIndex(definitions, row.version, modules);
    writeSchemas(join(folder, 'schemas/crds'), crdsToKindSchemas(definitions, own), index);
    return { root: 'schemas', programs: {}, bin: [], libraries: [], folders: {}, guarded: ['schemas'] };
  },
};

function writeSchemas(folder: string, files: readonly SchemaFile[], index: SchemaIndex): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, schema } of files) writeFileSync(join(folder, name), JSON.stringify(schema));
  writeFileSync(join(folder, 'index.json'), `${JSON.stringify(index)}\n`);
}
