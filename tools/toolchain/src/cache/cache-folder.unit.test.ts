import { cacheFolder } from './cache-folder.ts';

describe('cacheFolder', () => {
  it.each([
    ['takes SLIPWAY_CACHE_DIR as it is', { SLIPWAY_CACHE_DIR: '/c', XDG_CACHE_HOME: '/x', HOME: '/h' }, '/c'],
    [
      'ignores a relative SLIPWAY_CACHE_DIR',
      { SLIPWAY_CACHE_DIR: 'c', XDG_CACHE_HOME: '/x', HOME: '/h' },
      '/x/slipway',
    ],
    ['ignores a relative XDG_CACHE_HOME', { XDG_CACHE_HOME: 'x', HOME: '/h' }, '/h/.cache/slipway'],
    ['falls back to the home folder', { HOME: '/h' }, '/h/.cache/slipway'],
  ])('%s', (_title, env, expected) => {
    expect(cacheFolder(env)).toBe(expected);
  });
});
