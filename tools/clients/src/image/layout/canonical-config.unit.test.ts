import { CREATED, toCanonicalConfig } from './canonical-config.ts';
import type { ImageConfig } from './oci.ts';

const made: ImageConfig = {
  created: '2026-11-21T06:37:27Z',
  architecture: 'amd64',
  os: 'linux',
  config: {
    Env: ['PATH=/bin', 'A=1'],
    Entrypoint: ['node'],
    ExposedPorts: { '9464/tcp': {}, '5000/tcp': {} },
    Labels: { 'io.buildah.version': '1.28.2', b: '2', a: '1' },
    WorkingDir: '/',
    User: '65532:65532',
  },
  rootfs: { type: 'layers', diff_ids: ['sha256:old'] },
};

describe('toCanonicalConfig', () => {
  it('keeps what a container is started with and drops what differs between engines', () => {
    expect(JSON.stringify(toCanonicalConfig(made, ['sha256:new']))).toBe(
      JSON.stringify({
        created: CREATED,
        architecture: 'amd64',
        os: 'linux',
        config: {
          User: '65532:65532',
          ExposedPorts: { '5000/tcp': {}, '9464/tcp': {} },
          Env: ['PATH=/bin', 'A=1'],
          Entrypoint: ['node'],
          Labels: { a: '1', b: '2' },
        },
        rootfs: { type: 'layers', diff_ids: ['sha256:new'] },
      }),
    );
  });

  it('gives the same config for what docker and buildah say of one image', () => {
    const byDocker = {
      ...made,
      created: '2020-01-01T00:00:00Z',
      docker_version: '20.10.24',
      config: {
        ...made.config,
        Labels: { a: '1', b: '2' },
        WorkingDir: '',
        Cmd: null,
        OnBuild: null,
        Volumes: {},
        ArgsEscaped: true,
      },
    } as unknown as ImageConfig;
    expect(toCanonicalConfig(byDocker, [])).toEqual(toCanonicalConfig(made, []));
  });

  it.each([
    ['amd64', 'v1', undefined],
    ['arm64', 'v8', undefined],
    ['arm', 'v7', 'v7'],
  ])('spells %s %s in one way', (architecture, variant, expected) => {
    expect(toCanonicalConfig({ ...made, architecture, variant }, []).variant).toBe(expected);
  });
});
