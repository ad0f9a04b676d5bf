import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stripElf } from './strip-elf.ts';

const run = promisify(execFile);
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('stripElf', () => {
  onLinux('makes this Node smaller and leaves it working', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-strip-'));
    try {
      const program = await readFile(process.execPath);
      const stripped = stripElf(program);
      const path = join(folder, 'node');
      await writeFile(path, stripped);
      await chmod(path, 0o755);
      const { stdout } = await run(path, ['-p', 'process.version + new Intl.NumberFormat("de").format(1234.5)']);
      expect(stdout.trim()).toBe(`${process.version}1.234,5`);
      expect(stripped.length).toBeLessThan(program.length * 0.9);
      expect(stripElf(stripped).equals(stripped)).toBe(true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.each([
    ['a text', Buffer.from('#!/bin/sh\n')],
    ['a 32-bit program', Buffer.from('\x7fELF\x01\x01')],
  ])('refuses %s', (_title, bytes) => {
    expect(() => stripElf(bytes)).toThrow(expect.objectContaining({ code: 'ElfUnreadable' }));
  });
});
