import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessError, runProcess } from '@slipway/clients';
import type { Branch } from './to-branches.ts';
import { toBranches } from './to-branches.ts';

/** What to measure, and with what. */
export interface CoverageRequest {
  /** Folder of the charts; absolute. They find each other by links relative to it. */
  charts: string;
  /** Folder in it of the library chart, whose templates are looked at. */
  library: string;
  /** Folders in it of charts whose suites test the library, the one that notices most first. */
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
 * Breaks each branch of the library's templates, one at a time, and sees whether a suite fails. Copies of the charts in
 * a temporary folder are what is broken. A broken copy is first shown to the suites that noticed the one before it in
 * the same file, since those are likely to see this one too. Throws an Error when the suites fail as they are.
 */
export async function measureCoverage(request: CoverageRequest): Promise<Coverage> {
  const templates = readdirSync(join(request.charts, request.library, 'templates'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => file.endsWith('.tpl'))
    .sort();
  const read = (file: string) => readFileSync(join(request.charts, request.library, 'templates', file), 'utf8');
  const files = templates.map((file) => ({ file, branches: toBranches(`templates/${file}`, read(file)) }));
  const coverage: Coverage = {
    branches: files.flatMap(({ branches }) => branches).length,
    unreached: [],
    unnoticed: [],
  };
  const queue = [...files].sort((a, b) => b.branches.length - a.branches.length);
  const worker = async () => {
    const copy = openCopy(request);
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        for (const branch of next.branches) {
          if (await copy.isNoticed(branch.file, branch.silenced)) continue;
          const isReached = await copy.isNoticed(branch.file, branch.stopped);
          (isReached ? coverage.unnoticed : coverage.unreached).push(branch);
        }
        copy.restore(`templates/${next.file}`);
      }
    } finally {
      copy.close();
    }
  };
  const check = openCopy(request);
  try {
    const { output, exitCode } = await check.run(['tests/**/*_test.yaml']);
    if (exitCode !== 0) throw new Error(`run the suites: they fail as they are.\n${output}`);
  } finally {
    check.close();
  }
  await Promise.all(Array.from({ length: request.workers ?? 2 }, worker));
  const byPlace = (a: Branch, b: Branch) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1);
  return { ...coverage, unreached: coverage.unreached.sort(byPlace), unnoticed: coverage.unnoticed.sort(byPlace) };
}

/** A program that ends within a second need not tidy its memory up, unless that becomes much. */
const QUICK = { GOGC: 'off', GOMEMLIMIT: '512MiB', GOMAXPROCS: '1' };

/** How many suites that noticed something are asked before all others. */
const MOST_FAVOURITES = 3;

/** A copy of both charts, one file of which can be broken. */
function openCopy({ charts, library, testCharts, program, env }: CoverageRequest) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-coverage-')));
  cpSync(charts, root, { recursive: true, verbatimSymlinks: true });
  const libraryCopy = join(root, library);
  const suites = testCharts.flatMap((chart) =>
    readdirSync(join(root, chart, 'tests'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('_test.yaml'))
      .map((file) => `tests/${file}`)
      .sort(),
  );
  const favourites: string[] = [];

  const run = async (patterns: readonly string[]) => {
    // Schemas are tested elsewhere, and cost half of the time.
    const args = [
      '--strict',
      '--failfast',
      '--skip-schema-validation',
      ...patterns.flatMap((pattern) => ['-f', pattern]),
      ...testCharts.map((chart) => join(root, chart)),
    ];
    try {
      const { stdout, stderr, exitCode } = await runProcess(program, args, {
        env: { ...(env ?? process.env), ...QUICK },
        okCodes: [0, 1],
      });
      return { output: stdout + stderr, exitCode };
    } catch (error) {
      if (error instanceof ProcessError) throw new Error(`run helm-unittest: ${error.message}`, { cause: error });
      throw error;
    }
  };
  const isNoticedBy = async (patterns: readonly string[]) => {
    if (patterns.length === 0) return false;
    const { output, exitCode } = await run(patterns);
    if (exitCode === 0) return false;
    const fault = /^.*(?:parse error|function "\w+" not defined|unexpected .* in (?:operand|command)).*$/m.exec(output);
    if (fault) throw new Error(`break a branch: the broken copy is no template.\n${fault[0]}`);
    const suite = /FAIL\s.*\t\S*?(tests\/\S+)/.exec(output)?.[1];
    if (suite)
      favourites.splice(
        0,
        favourites.length,
        suite,
        ...favourites.filter((it) => it !== suite).slice(0, MOST_FAVOURITES - 1),
      );
    return true;
  };
  return {
    run,
    async isNoticed(file: string, text: string): Promise<boolean> {
      writeFileSync(join(libraryCopy, file), text);
      const name = file.replace(/^.*\/_|\.tpl$/g, '').toLowerCase();
      const related = suites.filter((suite) =>
        suite
          .toLowerCase()
          .split(/[/_]/)
          .some((part) => part === name),
      );
      const first = [...new Set([...favourites, ...related])];
      return (await isNoticedBy(first)) || isNoticedBy(suites.filter((suite) => !first.includes(suite)));
    },
    restore: (file: string) => cpSync(join(charts, library, file), join(libraryCopy, file)),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}
