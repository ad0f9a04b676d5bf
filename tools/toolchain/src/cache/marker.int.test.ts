import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMarker, writeMarker } from './marker.ts';

describe('readMarker', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-marker-'));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'tool'), 'content', { mode: 0o755 });
    symlinkSync('tool', join(folder, 'bin', 'other'));
    writeMarker(folder, 'tool', {
      root: '.',
      programs: { tool: 'bin/tool', other: 'bin/other' },
      bin: ['bin'],
      libraries: [],
      folders: {},
      guarded: ['bin'],
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('answers what was written, links aside', () => {
    expect(readMarker(folder)?.files.map(({ path, size }) => [path, size])).toEqual([['bin/tool', 7]]);
  });
  it('refuses a folder without a marker', () => {
    rmSync(join(folder, 'tool.json'));
    expect(readMarker(folder)).toBeUndefined();
  });
  it('refuses a torn marker', () => {
    writeFileSync(join(folder, 'tool.json'), '{"schema":"slipway.tool/v1"');
    expect(readMarker(folder)).toBeUndefined();
  });
  it('refuses a missing program', () => {
    rmSync(join(folder, 'bin', 'tool'));
    expect(readMarker(folder)).toBeUndefined();
  });
  it('refuses a program that was cut short', () => {
    writeFileSync(join(folder, 'bin', 'tool'), 'conten');
    expect(readMarker(folder)).toBeUndefined();
  });
  it('refuses other content of the same size', () => {
    writeFileSync(join(folder, 'bin', 'tool'), 'CONTENT');
    utimesSync(join(folder, 'bin', 'tool'), 1, 1);
    expect(readMarker(folder)).toBeUndefined();
  });
  it('refuses a program that may not be executed any more', () => {
    chmodSync(join(folder, 'bin', 'tool'), 0o644);
    expect(readMarker(folder)).toBeUndefined();
  });
  it('accepts a cache that was copied, whose times differ, and remembers it', () => {
    utimesSync(join(folder, 'bin', 'tool'), 1000, 1000);
    expect(readMarker(folder)?.files[0]?.mtimeMs).toBe(1_000_000);
    expect(statSync(join(folder, 'bin', 'tool')).mtimeMs).toBe(readMarker(folder)?.files[0]?.mtimeMs);
  });
  it('refuses a link without a target', () => {
    rmSync(join(folder, 'bin', 'other'));
    symlinkSync('gone', join(folder, 'bin', 'other'));
    expect(readMarker(folder)).toBeUndefined();
  });
});
