import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

describe('findProgram', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-find-'));
    for (const name of ['a', 'b']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'a', 'tool'), '', { mode: 0o644 });
    writeFileSync(join(folder, 'b', 'tool'), '');
    chmodSync(join(folder, 'b', 'tool'), 0o755);
    mkdirSync(join(folder, 'a', 'dir'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const env = () => ({ PATH: ['relative', join(folder, 'a'), join(folder, 'b')].join(':') });

  it('passes over a file that is not executable', () => {
    expect(findProgram('tool', env())).toBe(join(folder, 'b', 'tool'));
  });
  it('passes over a folder', () => {
    expect(findProgram('dir', env())).toBeUndefined();
  });
  it('finds nothing on an empty PATH', () => {
    expect(findProgram('tool', {})).toBeUndefined();
  });
  it('takes a path as it is', () => {
    expect(findProgram(join(folder, 'b', 'tool'), {})).toBe(join(folder, 'b', 'tool'));
    expect(findProgram(join(folder, 'a', 'tool'), {})).toBeUndefined();
  });
});
