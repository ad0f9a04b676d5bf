import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { requireDisk } from '../../cache/disk.ts';
import { makeWritable } from '../../cache/remove-tree.ts';
import type { SourceRow } from '../../versions/rows.ts';
import { findGo, OLDEST_GO } from '../go/find-go.ts';
import { readPassingModules } from '../go/passing-modules.ts';
import type { ToolKind } from '../kind.ts';

/** One folder of a published Go module, as it is. */
export const sourceKind: ToolKind<SourceRow> = {
  inPlace: false,
  title: (name, row) => `download ${name} ${row.version}`,
  inputs: (row) => [JSON.stringify([row.version, row.module, row.sum, row.folder])],
  async obtain(job) {
    const { row, folder } = job;
    requireDisk(`download ${job.name}`, folder, row.diskMiB);
    const go = await findGo(OLDEST_GO, job.env, job.versions.goToolchains, { signal: job.signal });
    job.report(`download ${row.module}@v${row.version}`, 0);
    const module = { module: row.module, version: `v${row.version}`, sum: row.sum };
    await readPassingModules([module], folder, go, job.signal, (_module, source) => {
      cpSync(join(source, row.folder), join(folder, 'source'), { recursive: true });
      makeWritable(join(folder, 'source')); // Go's module cache is read-only.
    });
    return { root: 'source', programs: {}, bin: [], libraries: [], folders: {}, guarded: ['source'] };
  },
};
