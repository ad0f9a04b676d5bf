import type { ImageInputs } from './content-hash.ts';
import { toContentHash, toTag } from './content-hash.ts';

const file = (path: string, sha256 = 'a'.repeat(64), isExecutable = false) => ({ path, sha256, isExecutable });

function inputs(changes: Partial<ImageInputs> = {}): ImageInputs {
  return {
    files: [file('app/main.js'), file('app/other.js')],
    dockerfile: 'FROM scratch\n',
    buildArgs: { A: '1', B: '2' },
    platform: 'linux/amd64',
    base: 'b'.repeat(64),
    ...changes,
  };
}

describe('toContentHash', () => {
  it('is a sha256 that stays the same from release to release', () => {
    expect(toContentHash(inputs())).toBe('1e432726312f4aee74d657b29fa64e3e832b507c32372f9b293a5356a5bfda38');
  });

  it('does not depend on the order of files and arguments', () => {
    const turned = inputs({ files: inputs().files.toReversed(), buildArgs: { B: '2', A: '1' } });
    expect(toContentHash(turned)).toBe(toContentHash(inputs()));
  });

  it.each<[string, Partial<ImageInputs>]>([
    ['a changed file', { files: [file('app/main.js', 'c'.repeat(64)), file('app/other.js')] }],
    ['a moved file', { files: [file('app/main.js'), file('app/another.js')] }],
    ['a file that became executable', { files: [file('app/main.js', undefined, true), file('app/other.js')] }],
    ['one file less', { files: [file('app/main.js')] }],
    ['another Dockerfile', { dockerfile: 'FROM scratch\n\n' }],
    ['another build argument', { buildArgs: { A: '1', B: '3' } }],
    ['a value that moved between arguments', { buildArgs: { A: '1,B:2' } }],
    ['another platform', { platform: 'linux/arm64' }],
    ['another base', { base: 'd'.repeat(64) }],
  ])('differs for %s', (_title, changes) => {
    expect(toContentHash(inputs(changes))).not.toBe(toContentHash(inputs()));
  });
});

describe('toTag', () => {
  it('is the first 16 hex digits', () => {
    expect(toTag('0123456789abcdef0123')).toBe('0123456789abcdef');
  });
});
