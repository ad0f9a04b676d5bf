import { isOmitted, parseInstLines, parsePrintUris, toPackageList } from './parse-apt.ts';

describe('parseInstLines', () => {
  it('reads name and candidate version, sorted, and no Conf line', () => {
    const output = [
      'Reading package lists...',
      'Inst zlib1g (1:1.2.13.dfsg-1 Debian:12.15/oldstable [amd64])',
      'Inst libc6 (2.36-9+deb12u14 Debian:12.15/oldstable [amd64]) []',
      'Inst runc [1.1.4] (1.1.5+ds1-1+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64])',
      'Conf zlib1g (1:1.2.13.dfsg-1 Debian:12.15/oldstable [amd64])',
    ];
    expect(parseInstLines(output.join('\n'))).toEqual([
      { name: 'libc6', version: '2.36-9+deb12u14' },
      { name: 'runc', version: '1.1.5+ds1-1+deb12u1' },
      { name: 'zlib1g', version: '1:1.2.13.dfsg-1' },
    ]);
  });
});

describe('parsePrintUris', () => {
  it.each([
    ['SHA256', 'SHA256:d7dd', 'sha256'],
    ['the older MD5 form', 'MD5Sum:d7dd', 'md5'],
  ])('reads %s', (_title, sum, algorithm) => {
    const line = `'http://mirror.example/z/zlib1g_1.2.13_amd64.deb' zlib1g_1%3a1.2.13_amd64.deb 86684 ${sum}`;
    expect(parsePrintUris(`Reading...\n${line}\n`)).toEqual([
      {
        uri: 'http://mirror.example/z/zlib1g_1.2.13_amd64.deb',
        file: 'zlib1g_1%3a1.2.13_amd64.deb',
        size: 86684,
        algorithm,
        digest: 'd7dd',
      },
    ]);
  });
});

describe('isOmitted', () => {
  it.each([
    ['libc6', true],
    ['libc6-dev', false],
    ['gcc-12-base', true],
    ['gcc-12', false],
    ['libxc6', false],
    ['g++', true],
  ])('%s: %s', (name, expected) => {
    expect(isOmitted(name, ['libc6', 'gcc-*-base', 'g++'])).toBe(expected);
  });
});

describe('toPackageList', () => {
  it('is sorted, whatever the order', () => {
    expect(
      toPackageList([
        { name: 'b', version: '2' },
        { name: 'a', version: '1' },
      ]),
    ).toEqual(['a=1', 'b=2']);
  });
});
