import { toManifest } from './to-manifest.ts';

const own = { name: '@slipway/nx', version: '1.2.3' };

describe('toManifest', () => {
  it('pins what the code imports to the version of the workspace, and leaves Nx to the workspace that installs it', () => {
    const installed = { '@nx/devkit': '23.2.1', yaml: '2.9.1', jest: '30.0.0' };
    expect(toManifest(own, { name: 'w', version: '0' }, ['@nx/devkit', 'yaml'], installed)).toMatchObject({
      name: '@slipway/nx',
      version: '1.2.3',
      dependencies: { yaml: '2.9.1' },
      peerDependencies: { '@nx/devkit': '>=23.0.0 <24.0.0', nx: '>=23.0.0 <24.0.0' },
    });
  });

  it.each([
    ['is not there', {}],
    ['is no release', { yaml: '3.0.0-beta.1' }],
  ])('refuses an import whose version %s', (_title, installed) => {
    expect(() => toManifest(own, { name: 'w', version: '0' }, ['yaml'], installed)).toThrow(/imports yaml/);
  });
});
