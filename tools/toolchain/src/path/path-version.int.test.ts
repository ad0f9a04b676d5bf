import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, versionIn } from './path-version.ts';

describe('findOnPath', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'slipway-path-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const command = { program: 'tool', args: ['--version'], pattern: 'tool v([^\\s]+)' };
  const put = (script: string) => writeFileSync(join(folder, 'tool'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const find = (version: string) =>
    findOnPath(command, version, { PATH: `${folder}:/usr/bin:/bin` }, join(folder, 'cache'));

  it('takes the program that says the version', async () => {
    put('echo "tool v1.2.3 linux"');
    expect(await find('1.2.3')).toBe(join(folder, 'tool'));
  });
  it('leaves one that says another, even one that starts alike', async () => {
    put('echo "tool v1.2.30"');
    expect(await find('1.2.3')).toBeUndefined();
  });
  it('reads standard error too', async () => {
    put('echo "tool v1.2.3" >&2');
    expect(await find('1.2.3')).toBe(join(folder, 'tool'));
  });
  it('leaves one that fails', async () => {
    put('echo "tool v1.2.3"; exit 1');
    expect(await find('1.2.3')).toBeUndefined();
  });
  it('asks once, and again when the file changed', async () => {
    put(`echo x >> "${'$'}(dirname "${'$'}0")/asked"; echo "tool v1.2.3"`);
    await find('1.2.3');
    await find('1.2.3');
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('x\n');
    utimesSync(join(folder, 'tool'), 1, 1);
    await find('1.2.3');
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('x\nx\n');
  });
});

describe('versionIn', () => {
  it('gives the first group', () => {
    expect(versionIn('Kubernetes v1.36.3', 'Kubernetes v([^\\s]+)')).toBe('1.36.3');
    expect(versionIn('other', 'Kubernetes v([^\\s]+)')).toBeUndefined();
  });
});
