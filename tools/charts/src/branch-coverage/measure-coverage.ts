import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCopy } from './open-copy.ts';
import type { Branch } from './to-branches.ts';
import { toBranches } from './to-branches.ts';

/** What to measure, and with what. */
export interface CoverageRequest {
  /** Folder of the charts; absolute. They find each other by links relative to it. */
  charts: string;
  /** Folder in it of the library chart, whose templates are looked at. */
  library: string;
  /** Folders in it of charts whose suites test the library. */
  testCharts: readonly string[];
  /** Program `helm-unittest`. */
  program: string;
  env?: NodeJS.ProcessEnv;
  /** Copies that are tested at a time. Default 2. */
  workers?: number;
}

/** What the suites make of every branch. */
export interface Coverage {
  branches: number;
  /** No suite comes by. */
  unreached: Branch[];
  /** Suites come by, and none looks at what comes of it. */
  unnoticed: Branch[];
}

/**
 * Breaks each branch of the library's templates, one at a time, and sees whether a case of the suites fails. Copies of
 * the charts in a temporary folder are what is broken. Throws an Error when the suites fail as they are.
 */
export async function measureCoverage(request: CoverageRequest): Promise<Coverage> {
  const templates = join(request.charts, request.library, 'templates');
  const files = readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tpl'))
    .sort()
    .map((file) => ({
      file: `templates/${file}`,
      branches: toBranches(`templates/${file}`, readFileSync(join(templates, file), 'utf8')),
    }));
  const unreached: Branch[] = [];
  const unnoticed: Branch[] = [];
  const queue = [...files].sort((a, b) => b.branches.length - a.branches.length);
  const check = openCopy(request);
  const schemaCases = await check.findSchemaCases().finally(() => check.close());
  const worker = async () => {
    const copy = openCopy(request, schemaCases);
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        for (const branch of next.branches) {
          if (await copy.isNoticed(branch, branch.silenced)) continue;
          const isReached = await copy.isNoticed(branch, branch.stopped);
          (isReached ? unnoticed : unreached).push(branch);
        }
        copy.restore(next.file);
      }
    } finally {
      copy.close();
    }
  };
  await Promise.all(Array.from({ length: request.workers ?? 2 }, worker));
  return {
    branches: files.reduce((sum, { branches }) => sum + branches.length, 0),
    unreached: unreached.sort(byPlace),
    unnoticed: unnoticed.sort(byPlace),
  };
}

function byPlace(a: Branch, b: Branch): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}
