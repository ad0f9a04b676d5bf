import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintWorkspace } from '@slipway/cli';
import { runProcess } from '@slipway/clients';
import type { LintReport } from '@slipway/contracts';
import { parse, stringify } from 'yaml';
import { workspaceRoot } from '../support/render.ts';
import { DEFECTS } from './defects.ts';
import { copyBase, seedDefect } from './seed-defects.ts';

jest.setTimeout(900_000); // Builds what is not there yet.

/** What asks for no policy. */
const ALWAYS = ['lint', 'render', 'schema', 'duplicate', 'ports'];
/** What no policy can ask for. */
const ELSEWHERE = ['generate'];
const BASES = ['shop', 'service'] as const;
const ROWS = DEFECTS.map((defect, index) => ({ ...defect, id: `defect-${String(index + 1).padStart(2, '0')}` }));
const CHECKS = [...new Set(DEFECTS.map(({ check }) => check))];

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-defects-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Opens a workspace that holds nothing but charts, with this workspace's policy; some of it is said here. */
function openWorkspace(name: string, changes: { checkers: readonly string[]; kubernetesVersions?: undefined }) {
  const workspace = join(root, name);
  const charts = join(workspace, 'deploy/charts');
  const policy = parse(readFileSync(join(workspaceRoot, 'deploy/lint.yaml'), 'utf8')) as object;
  mkdirSync(charts, { recursive: true });
  cpSync(join(workspaceRoot, 'deploy/policies'), join(workspace, 'deploy/policies'), { recursive: true });
  cpSync(join(workspaceRoot, 'deploy/charts/README.md.gotmpl'), join(charts, 'README.md.gotmpl'));
  writeFileSync(join(workspace, 'deploy/lint.yaml'), stringify({ ...policy, reachability: undefined, ...changes }));
  return { workspace, charts };
}

function lint(workspace: string, projects: readonly string[]): Promise<LintReport> {
  const charts = projects.map((project) => ({ project, chartDir: join(workspace, 'deploy/charts', project) }));
  return lintWorkspace(
    { workspaceRoot: workspace, charts },
    { env: process.env, signal: AbortSignal.timeout(800_000), onProgress: () => undefined },
  );
}

/** What is there becomes the last release, for one environment. */
async function release(workspace: string): Promise<void> {
  const environment = 'deploy/environments/dev/environment.yaml';
  cpSync(join(workspaceRoot, environment), join(workspace, environment));
  const git = (...args: string[]) =>
    runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@test', '-c', 'commit.gpgsign=false', ...args], {
      cwd: workspace,
    });
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'all');
  await git('tag', 'v1.0.0');
}

/** Puts the defects of one check into charts and gives what is found, and the exit code. */
async function findSeeded(check: string) {
  const isLinted = !ELSEWHERE.includes(check);
  const { workspace, charts } = openWorkspace(`by-${check}`, {
    checkers: ALWAYS.includes(check) || !isLinted ? [] : [check],
    kubernetesVersions: undefined, // One will do.
  });
  const rows = ROWS.filter((row) => row.check === check);
  for (const { base, id } of rows) copyBase(base, charts, id, workspaceRoot);
  if (!isLinted) await generate(workspace);
  if (check === 'upgrade') await release(workspace);
  for (const row of rows) seedDefect(row, join(charts, row.id));
  if (isLinted)
    return lint(
      workspace,
      rows.map(({ id }) => id),
    );
  const { stdout, exitCode } = await generate(workspace, '--check');
  const findings = [...stdout.matchAll(/^(\w+): (\S+): (.*?)\. (.*)$/gm)].map(
    ([, rule = '', file = '', message = '', fix = '']) => ({ check, rule, file, message, fix }),
  );
  return { findings, exitCode };
}

/** A program of its own: what formats the files cannot be loaded here. */
function generate(...args: string[]) {
  return runProcess(process.execPath, [join(import.meta.dirname, '../generate.ts'), ...args], { okCodes: [0, 1] });
}

describe('helm-lint', () => {
  it('has nothing to say of the charts that the defects are put into', async () => {
    const checkers = CHECKS.filter((check) => ![...ALWAYS, ...ELSEWHERE].includes(check));
    const { workspace, charts } = openWorkspace('clean', { checkers });
    for (const base of BASES) copyBase(base, charts, base, workspaceRoot);
    await release(workspace);
    const { checks, findings } = await lint(workspace, BASES);
    expect(findings).toEqual([]);
    expect(checks.filter(({ state }) => state === 'skipped')).toEqual([]);
  });

  describe.each(CHECKS)('by %s', (check) => {
    let report: Awaited<ReturnType<typeof findSeeded>>;
    beforeAll(async () => {
      report = await findSeeded(check);
    });

    it.each(ROWS.filter((row) => row.check === check))('catches $title', ({ id, rule, file, message, fix }) => {
      const path = `deploy/charts/${id}/`;
      const found = report.findings.filter((finding) => finding.file.startsWith(path) && finding.check === check);
      const seen = found.find((finding) => finding.message.includes(message)) ?? found[0];
      expect({ rule: seen?.rule, file: seen?.file, message: seen?.message, fix: seen?.fix }).toEqual({
        rule,
        file: `${path}${file}`,
        message: expect.stringContaining(message),
        fix: expect.stringContaining(fix),
      });
      expect(report.exitCode).toBe(1);
    });
  });
});
