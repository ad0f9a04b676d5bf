import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, runProcess } from '@slipway/clients';
import { packageFolder } from '../../versions/read-versions.ts';

const python = findProgram('python3');
const withPython = python ? describe : describe.skip;

/**
 * Stands for checkov: one check that failed in each file, named after how many were read together, one that was skipped
 * in the first, and a file it cannot read.
 */
const RUNNER = `
import os, sys
from types import SimpleNamespace as Thing

def record(path, check_id, line):
    return Thing(check_id=check_id, check_name="name", resource="Pod.default.a", file_abs_path=path,
        file_line_range=[line, 9], check_result={"evaluated_keys": ["spec"]})

class Runner:
    def run(self, runner_filter, root_folder=None, files=None):
        from checkov.terraform.part import VALUE
        assert not hasattr(sys.modules["checkov.terraform"], "heavy"), "the checks of terraform were loaded"
        assert os.environ["CHECKOV_PARALLELIZATION_TYPE"] == "none"
        paths = files or [os.path.join(root_folder, name) for name in os.listdir(root_folder)]
        paths = sorted((path for path in paths if not path.endswith("c.yml")), reverse=True)
        self.definitions = {path: [{}] for path in paths}
        return Thing(passed_checks=[1, 2], resources={"a"}, skipped_checks=[record(path, "SKIPPED", 1) for path in paths[-1:]],
            failed_checks=[record(path, f"{letter}-OF-{len(paths)}", 3) for path in paths for letter in "ZA"])
`;

withPython('checkov-kubernetes', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-checkov-'));
    const files = {
      'lib/checkov/__init__.py': '',
      'lib/checkov/version.py': 'version = "1.2.3"',
      'lib/checkov/runner_filter.py': 'class RunnerFilter:\n    def __init__(self, **options): pass\n',
      'lib/checkov/kubernetes/__init__.py': '',
      'lib/checkov/kubernetes/runner.py': RUNNER,
      'lib/checkov/terraform/__init__.py': 'heavy = True',
      'lib/checkov/terraform/part.py': 'VALUE = 1',
      'renders/a.yaml': '',
      'renders/b.yaml': '',
      'renders/deep/c.yml': '',
      'renders/deep/e.yaml': '',
      'renders/d.txt': '',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) =>
    runProcess(python ?? '', [join(packageFolder, 'python/checkov/checkov_kubernetes.py'), ...args], {
      env: { ...process.env, PYTHONPATH: join(folder, 'lib'), PYTHONDONTWRITEBYTECODE: '1' },
      okCodes: [0, 64],
    });

  it('tells what failed and what was skipped, in one order, and which files were not read', async () => {
    const { stdout, exitCode } = await run(join(folder, 'renders'));
    const answer = JSON.parse(stdout) as Record<'failed_checks' | 'skipped_checks', object[]>;
    const row = (file_path: string, check_id: string, line: number) => ({
      ...{ check_id, check_name: 'name', resource: 'Pod.default.a', evaluated_keys: ['spec'] },
      ...{ file_path, file_line_range: [line, 9] },
    });
    expect(exitCode).toBe(0);
    expect(answer).toEqual({
      version: '1.2.3',
      passed: 4,
      resources: 2,
      failed_checks: [
        ...[row('a.yaml', 'A-OF-2', 3), row('a.yaml', 'Z-OF-2', 3)],
        ...[row('b.yaml', 'A-OF-2', 3), row('b.yaml', 'Z-OF-2', 3)],
        // A folder is a cluster of its own.
        ...[row('deep/e.yaml', 'A-OF-1', 3), row('deep/e.yaml', 'Z-OF-1', 3)],
      ],
      skipped_checks: [row('a.yaml', 'SKIPPED', 1), row('deep/e.yaml', 'SKIPPED', 1)],
      unread_files: ['deep/c.yml'],
    });
  });

  it.each([
    ['no folder', []],
    ['a folder that is not there', ['/nowhere-at-all']],
  ])('explains itself when given %s', async (_title, args) => {
    const { exitCode, stderr } = await run(...args);
    expect({ exitCode, usage: stderr.includes('checkov-kubernetes FOLDER') }).toEqual({ exitCode: 64, usage: true });
  });
});
