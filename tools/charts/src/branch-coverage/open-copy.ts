import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CoverageRequest } from './measure-coverage.ts';
import { createRanking, takeInTurns } from './rank-cases.ts';
import type { CasesRequest } from './run-cases.ts';
import { runCases } from './run-cases.ts';
import type { SuiteCase } from './split-suites.ts';
import { splitSuites } from './split-suites.ts';
import type { Branch } from './to-branches.ts';

/** A copy of all charts, one template of the library broken at a time. */
export interface BrokenCopy {
  /**
   * Cases that fail as the charts are without schemas, as it is a schema that they look at: they cannot tell anything here.
   * Throws an Error with what helm-unittest said when a case fails with schemas, too.
   */
  findSchemaCases: () => Promise<SuiteCase[]>;
  /** Whether a case fails with this text in place of the branch's template. */
  isNoticed: (branch: Branch, text: string) => Promise<boolean>;
  restore: (file: string) => void;
  close: () => void;
}

/** How many cases are tried before all others: to load those costs as much as to run a few. */
const LIKELY = 16;

/**
 * Opens a copy in a folder of its own, without some cases. Cases are tried in the order in which they are likely to notice
 * a branch.
 */
export function openCopy(request: CoverageRequest, without: readonly SuiteCase[] = []): BrokenCopy {
  const { charts, library, testCharts, program, env } = request;
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-coverage-')));
  cpSync(charts, root, { recursive: true, verbatimSymlinks: true });
  const cases = testCharts
    .flatMap((chart) => splitSuites(root, chart))
    .filter((it) => !without.some(({ chart, file }) => it.chart === chart && it.file === file));
  const rank = createRanking(cases);
  /** The case that noticed the branch before: likely to come by the next one too. */
  let last: SuiteCase | undefined;

  const run = async (
    some: readonly SuiteCase[],
    chart: string,
    how: Pick<CasesRequest, 'isFailFast' | 'hasSchemas'>,
  ) => {
    const files = some.filter((it) => it.chart === chart).map(({ file }) => file);
    if (files.length === 0) return undefined;
    const { isPassed, failed, output } = await runCases({ program, env, chart: join(root, chart), files, ...how });
    return isPassed
      ? undefined
      : { output, cases: some.filter((it) => it.chart === chart && failed.includes(it.file)) };
  };
  const findFailed = async (some: readonly SuiteCase[]) => {
    for (const chart of new Set(some.map((it) => it.chart))) {
      const failed = await run(some, chart, { isFailFast: true });
      if (failed) return failed;
    }
    return undefined;
  };
  return {
    async findSchemaCases() {
      const found: SuiteCase[] = [];
      for (const chart of testCharts) {
        const failed = (await run(cases, chart, {}))?.cases ?? [];
        const broken = await run(failed, chart, { hasSchemas: true });
        if (broken) throw new Error(`run the suites: they fail as they are.\n${broken.output}`);
        found.push(...failed);
      }
      return found;
    },
    async isNoticed({ file, title, around }, text) {
      writeFileSync(join(root, library, file), text);
      const order = [...new Set([...(last ? [last] : []), ...rank(title, `${file} ${around}`)])];
      const rest = takeInTurns(order.slice(LIKELY), (it) => it.chart + dirname(it.file));
      const failed = (await findFailed(order.slice(0, LIKELY))) ?? (await findFailed(rest));
      last = failed?.cases[0] ?? last;
      return failed !== undefined;
    },
    restore: (file) => cpSync(join(charts, library, file), join(root, library, file)),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}
