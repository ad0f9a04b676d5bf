import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { requireDisk } from '../../cache/disk.ts';
import type { Swagger } from '../../schemas/swagger.ts';
import { toKindSchemas, toSchemaIndex } from '../../schemas/to-kind-schemas.ts';
import type { SchemasRow } from '../../versions/rows.ts';
import { findGo, OLDEST_GO } from '../go/find-go.ts';
import { classifyGoFailure } from '../go/go-failure.ts';
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
    const name = `${row.module}@v${row.version}`;
    job.report(`download ${name}`, 0);
    // Outside any module, so that nothing but this one is looked at.
    const { stdout } = await runProcess(go.program, ['mod', 'download', '-json', name], {
      cwd: folder,
      env: { ...go.env, GOFLAGS: '-mod=mod' },
      signal: job.signal,
      okCodes: [0, 1],
      dieWithParent: true,
    }).catch((error: unknown) => {
      job.signal.throwIfAborted();
      throw classifyGoFailure(`download ${name}`, error);
    });
    const answer = JSON.parse(stdout || '{}') as { Dir?: string; Sum?: string; Error?: string };
    if (!answer.Dir) throw classifyGoFailure(`download ${name}`, answer.Error ?? 'no answer');
    if (answer.Sum !== row.sum) {
      throw new SlipwayError({
        code: 'ChecksumMismatch',
        message: `download ${name}: its checksum is ${answer.Sum}, not the recorded ${row.sum}.`,
        hint: 'The proxy hands out an altered module: try another GOPROXY.',
      });
    }
    job.report('convert', 0.8);
    const swagger = JSON.parse(readFileSync(join(answer.Dir, row.file), 'utf8')) as Swagger;
    mkdirSync(join(folder, 'schemas'));
    for (const file of toKindSchemas(swagger)) {
      writeFileSync(join(folder, 'schemas', file.name), JSON.stringify(file.schema));
    }
    writeFileSync(join(folder, 'schemas/index.json'), `${JSON.stringify(toSchemaIndex(swagger, row.version))}\n`);
    return { root: 'schemas', programs: {}, bin: [], libraries: [], folders: {}, guarded: ['schemas'] };
  },
};
