import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { matchesPattern } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';
import { parse } from 'yaml';
import { judge, scoredChecks, SCORE_TOOLS } from './score-checks.ts';
import type { ChartScore, ScoreTable } from './score-table.ts';
import { ownSubjects, peerSubjects, RECORDED } from './subjects.ts';

/** Renders our charts and their peers with their defaults, without and with test pods, and asks every check. */
export async function measureScores(workspaceRoot: string): Promise<ScoreTable> {
  const tools = await ensureTools(SCORE_TOOLS);
  const excluded = readExcluded(join(workspaceRoot, 'deploy/lint.yaml'));
  const scratch = mkdtempSync(join(tmpdir(), 'slipway-scores-'));
  try {
    const subjects = [...ownSubjects(join(workspaceRoot, 'deploy/charts')), ...(await peerSubjects(tools, scratch))];
    const scores: ChartScore[] = [];
    for (const { folder: chartDir, withoutTests, ...subject } of subjects) {
      const name = subject.isOurs ? subject.chart : subject.chart.replace('helm create', 'demo');
      const score = async (args: string[]) => {
        const given = subject.given.flatMap((value) => ['--set', value]);
        const { stdout: manifests } = await runProcess(
          tools.path('helm'),
          ['template', name, chartDir, '-n', 'shop', ...given, ...args],
          { env: tools.env },
        );
        const folder = join(scratch, 'render');
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        writeFileSync(join(folder, 'render.yaml'), manifests);
        const policies = join(workspaceRoot, 'deploy/policies');
        const rules = excluded.map(({ rule }) => rule);
        return { manifests, checks: await judge({ folder, manifests, policies, excluded: rules }, tools) };
      };
      const without = await score(withoutTests);
      const withTests = await score([]);
      scores.push({
        ...subject,
        objects: (withTests.manifests.match(/^kind:/gm) ?? []).length,
        withoutTests: without.checks,
        withTests: withTests.checks,
      });
    }
    return {
      schema: 'slipway.chart-scores/v1',
      checks: scoredChecks(tools),
      excluded,
      scores,
      recorded: [...RECORDED],
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Rules of kube-linter that the workspace's lint policy excludes for every object. */
function readExcluded(path: string): ScoreTable['excluded'] {
  if (!existsSync(path)) return [];
  const { exclusions = [] } = parse(readFileSync(path, 'utf8')) as {
    exclusions?: { checker: string; rule: string; object?: string; reason: string }[];
  };
  return exclusions
    .filter(({ checker, object }) => matchesPattern(checker, 'kube-linter') && object === undefined)
    .map(({ rule, reason }) => ({ rule, reason }));
}
