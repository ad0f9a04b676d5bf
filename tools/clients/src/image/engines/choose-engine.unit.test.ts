import { chooseEngine, toEngineOrder } from './choose-engine.ts';
import type { EngineName, ImageEngine } from './image-engine.ts';

const engine = (name: EngineName, isUsable: boolean): ImageEngine => ({
  name,
  check: async () =>
    isUsable ? { isUsable, version: '1' } : { isUsable, reason: `no ${name} here`, fix: `Install ${name}.` },
  build: async () => undefined,
});

describe('chooseEngine', () => {
  it('takes the first that can be used', async () => {
    const engines = [engine('buildah', false), engine('podman', true), engine('docker', true)];
    expect((await chooseEngine(engines)).name).toBe('podman');
  });

  it('takes no other than the wanted one', async () => {
    const engines = [engine('buildah', true), engine('docker', false)];
    await expect(chooseEngine(engines, 'docker')).rejects.toMatchObject({
      code: 'ImageEngineMissing',
      message: 'choose an image engine: docker: no docker here.',
      hint: 'docker: Install docker.',
    });
  });

  it('tells the reason and the fix of every engine', async () => {
    await expect(chooseEngine([engine('buildah', false), engine('podman', false)])).rejects.toMatchObject({
      message: 'choose an image engine: buildah: no buildah here; podman: no podman here.',
      hint: 'buildah: Install buildah. podman: Install podman.',
    });
  });
});

describe('toEngineOrder', () => {
  it('begins without a daemon for root on Linux, with the daemon for others', () => {
    expect([toEngineOrder(true)[0], toEngineOrder(false)[0]]).toEqual(['buildah', 'docker']);
  });
});
