import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireDisk } from '../../cache/disk.ts';
import type { Swagger } from '../../schemas/swagger.ts';
import { toKindSchemas, toSchemaIndex } from '../../schemas/to-kind-schemas.ts';
import type { SchemasRow } from '../../versions/rows.ts';
import { downloadModule } from '../go/download-module.ts';
import { findGo, OLDEST_GO } from '../go/find-go.ts';
import type { ToolKind } from '../kind.ts';

const CONVERTER = join(import.meta.dirname, '../../schemas');

/** JSON schemas of every kind of one Kubernetes version, made from the API description in its Go module. */
export const schemasKind: ToolKind<SchemasRow> = {
  inPlace: false,
  title: (_name, row) => `make the JSON schemas of Kubernetes ${row.version}`,
  inputs: (row) => [
    JSON.stringify([row.version, row.module, row.sum, row.file]),
    ...readdirSync(CONVERTER)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .sort()
      .map((name) => readFileSync(join(CONVERTER, name))),
  ],
  async obtain(job) {
    const { row, folder } = job;
    requireDisk(`make ${job.name}`, folder, row.diskMiB);
    const go = await findGo(OLDEST_GO, job.env, job.versions.goToolchains, { signal: job.signal });
    job.report(`download ${row.module}@v${row.version}`, 0);
    const source = await downloadModule({ ...row, version: `v${row.version}` }, folder, go, job.signal);
    job.report('convert', 0.8);
    const swagger = JSON.parse(readFileSync(join(source, row.file), 'utf8')) as Swagger;
    mkdirSync(join(folder, 'schemas'));
    for (const file of toKindSchemas(swagger)) {
      writeFileSync(join(folder, 'schemas', file.name), JSON.stringify(file.schema));
    }
    writeFileSync(join(folder, 'schemas/index.json'), `${JSON.stringify(toSchemaIndex(swagger, row.version))}\n`);
    return { root: 'schemas', programs: {}, bin: [], libraries: [], folders: {}, guarded: ['schemas'] };
  },
};
