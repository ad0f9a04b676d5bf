import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintWorkspace } from '@slipway/cli';
import type { LintReport } from '@slipway/contracts';
import { parse, stringify } from 'yaml';
import { workspaceRoot } from '../support/render.ts';
import { DEFECTS } from './defects.ts';
import { copyBase, seedDefect } from './seed-defects.ts';

jest.setTimeout(900_000); // Builds what is not there yet.

/** What asks for no policy. */
const ALWAYS = ['lint', 'render', 'schema', 'duplicate'];
const BASES = ['shop', 'service'] as const;
const POLICY = { schema: 'slipway.lint-policy/v1', policies: ['deploy/policies'], podSecurity: 'restricted' };
const idOf = (index: number) => `defect-${String(index + 1).padStart(2, '0')}`;

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-defects-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What this workspace has agreed not to follow. */
function readExclusions(): object[] {
  const path = join(workspaceRoot, 'deploy/lint.yaml');
  const policy = existsSync(path) ? (parse(readFileSync(path, 'utf8')) as { exclusions?: object[] }) : {};
  return policy.exclusions ?? [];
}

/** Lints charts of a workspace that holds nothing else, with one optional check alone. */
async function lint(
  name: string,
  checkers: readonly string[],
  seed: (charts: string) => string[],
): Promise<LintReport> {
  const workspace = join(root, name);
  const charts = join(workspace, 'deploy/charts');
  mkdirSync(charts, { recursive: true });
  cpSync(join(workspaceRoot, 'deploy/policies'), join(workspace, 'deploy/policies'), { recursive: true });
  writeFileSync(join(workspace, 'deploy/lint.yaml'), stringify({ ...POLICY, checkers, exclusions: readExclusions() }));
  const projects = seed(charts);
  return lintWorkspace(
    { workspaceRoot: workspace, charts: projects.map((project) => ({ project, chartDir: join(charts, project) })) },
    { env: process.env, signal: AbortSignal.timeout(800_000), onProgress: () => undefined },
  );
}

describe('helm-lint', () => {
  it('says none of it of the charts that the defects are put into', async () => {
    const checkers = [...new Set(DEFECTS.map(({ check }) => check))].filter((check) => !ALWAYS.includes(check));
    const { checks, findings } = await lint('clean', checkers, (charts) =>
      BASES.map((base) => (copyBase(base, charts, base, workspaceRoot), base)),
    );
    const said = DEFECTS.filter(({ base, check, rule, file, message }) =>
      findings.some(
        (it) =>
          it.project === base &&
          it.check === check &&
          it.rule === rule &&
          it.file === `deploy/charts/${base}/${file}` &&
          it.message.includes(message),
      ),
    );
    expect(said.map(({ title }) => title)).toEqual([]);
    expect(checks.filter(({ state }) => state === 'skipped')).toEqual([]);
  });

  describe.each([...new Set(DEFECTS.map(({ check }) => check))])('by %s', (check) => {
    const rows = DEFECTS.map((defect, index) => ({ ...defect, id: idOf(index) })).filter((row) => row.check === check);
    let report: LintReport;
    beforeAll(async () => {
      report = await lint(`by-${check}`, ALWAYS.includes(check) ? [] : [check], (charts) =>
        rows.map((row) => {
          seedDefect(row, copyBase(row.base, charts, row.id, workspaceRoot));
          return row.id;
        }),
      );
    });

    it.each(rows)('catches $title', ({ id, rule, file, message, fix }) => {
      const found = report.findings.filter((finding) => finding.project === id && finding.check === check);
      const matching = found.filter((finding) => finding.message.includes(message));
      const seen = matching[0] ?? found[0];
      expect({ rule: seen?.rule, file: seen?.file, message: seen?.message, fix: seen?.fix }).toEqual({
        rule,
        file: `deploy/charts/${id}/${file}`,
        message: expect.stringContaining(message),
        fix: expect.stringContaining(fix),
      });
      expect(seen?.fix).not.toBe('');
      expect(report.exitCode).toBe(1);
    });
  });
});
