import { toManifest } from './to-manifest.ts';

const own = { name: '@slipway/nx', version: '1.2.3' };

describe('toManifest', () => {
  it('pins what the code imports to the version of the workspace, and leaves Nx to the workspace that installs it', () => {
    const workspace = { name: 'w', version: '0', devDependencies: { yaml: '2.9.1', jest: '30.0.0' } };
    expect(toManifest(own, workspace, ['@nx/devkit', 'yaml'])).toMatchObject({
      name: '@slipway/nx',
      version: '1.2.3',
      dependencies: { yaml: '2.9.1' },
      peerDependencies: { '@nx/devkit': '>=23.0.0 <24.0.0', nx: '>=23.0.0 <24.0.0' },
    });
  });

  it.each([
    ['is not there', {}],
    ['is a range', { devDependencies: { yaml: '^2.0.0' } }],
  ])('refuses an import whose version %s', (_title, part) => {
    expect(() => toManifest(own, { name: 'w', version: '0', ...part }, ['yaml'])).toThrow(/imports yaml/);
  });
});
