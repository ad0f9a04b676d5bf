import type { PackageManifest } from './find-packages.ts';
import { findPackages, toPackageName } from './find-packages.ts';

const installed: Readonly<Record<string, PackageManifest>> = {
  '/w/node_modules/web': { dependencies: { parse: '1', '@scope/log': '1' } },
  '/w/node_modules/web/node_modules/parse': { dependencies: { bytes: '1' } },
  '/w/node_modules/parse': {},
  '/w/node_modules/bytes': { dependencies: { web: '1' } },
  '/w/node_modules/@scope/log': {},
  '/w/node_modules/unused': {},
};
const find = (...names: string[]) => findPackages(names, '/w', (folder) => installed[folder]);

describe('findPackages', () => {
  it('follows dependencies, nearest copy first, each once, also in a circle', () => {
    expect(find('web')).toEqual([
      '/w/node_modules/web',
      '/w/node_modules/web/node_modules/parse',
      '/w/node_modules/bytes',
      '/w/node_modules/@scope/log',
    ]);
  });

  it('takes both copies of a package where both are used', () => {
    expect(find('web', 'parse')).toContain('/w/node_modules/parse');
  });

  it('refuses a package that is not installed', () => {
    expect(() => find('gone')).toThrow('find package gone for /w: it is not installed.');
  });
});

describe('toPackageName', () => {
  it.each([
    ['express', 'express'],
    ['winston/lib/x.js', 'winston'],
    ['@scope/log/deep', '@scope/log'],
    ['node:fs', undefined],
    ['./near.js', undefined],
    ['/abs.js', undefined],
  ])('gives of %s the package %s', (specifier, name) => {
    expect(toPackageName(specifier)).toBe(name);
  });
});
