import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, runProcess } from '@slipway/clients';
import { scriptInputs, writeScripts } from './scripts.ts';

const python = findProgram('python3');
const withPython = python ? describe : describe.skip;

describe('scriptInputs', () => {
  it('is empty without scripts, so that nothing else changes', () => {
    expect(scriptInputs('/nowhere', {})).toEqual([]);
  });
});

withPython('writeScripts', () => {
  let folder: string;
  const row = { scripts: { hello: 'python/hello.py' } };

  beforeEach(() => {
    // A space, and a path longer than a line of `#!` may be.
    folder = mkdtempSync(join(tmpdir(), 'slipway scripts '));
    mkdirSync(join(folder, 'python'));
    mkdirSync(join(folder, 'x'.repeat(200), 'bin'), { recursive: true });
    symlinkSync(python ?? '', join(folder, 'x'.repeat(200), 'bin/python'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (source: string) => {
    writeFileSync(join(folder, 'python/hello.py'), source);
    writeScripts(folder, row, join(folder, 'x'.repeat(200)));
    return join(folder, 'x'.repeat(200), 'bin/hello');
  };

  it('makes a program that runs with its arguments', async () => {
    const program = write('import sys\nprint(sys.argv[1:])\n');
    expect((await runProcess(program, ['a b', "c'd"])).stdout).toBe(`['a b', "c'd"]\n`);
  });

  it('keeps the variables of Python out of it', async () => {
    const program = write('import sys\nprint("/elsewhere" in sys.path)\n');
    const env = { ...process.env, PYTHONPATH: '/elsewhere' };
    expect((await runProcess(program, [], { env })).stdout).toBe('False\n');
  });

  it('changes what is hashed when a script changes', () => {
    write('a = 1\n');
    const before = scriptInputs(folder, row);
    write('a = 2\n');
    expect(scriptInputs(folder, row)).not.toEqual(before);
  });
});
