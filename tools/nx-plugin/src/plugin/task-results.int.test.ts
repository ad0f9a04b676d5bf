import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TASK_RESULTS_VARIABLE, writeTaskResults } from './task-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outcome = (project: string, target: string, status: string) => ({
  task: { id: `${project}:${target}`, target: { project, target } },
  status,
});

describe('writeTaskResults', () => {
  it('writes how every task ended, sorted, where it was asked to', () => {
    const path = join(folder, 'tasks.json');
    const outcomes = [outcome('b', 'test', 'failure'), outcome('a', 'lint', 'local-cache')];
    writeTaskResults(outcomes, { [TASK_RESULTS_VARIABLE]: path });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([
      { id: 'a:lint', project: 'a', target: 'lint', status: 'local-cache' },
      { id: 'b:test', project: 'b', target: 'test', status: 'failure' },
    ]);
  });

  it('writes nothing where nobody asked', () => {
    const path = join(folder, 'none.json');
    writeTaskResults([outcome('a', 'lint', 'success')], {});
    expect(existsSync(path)).toBe(false);
  });
});
