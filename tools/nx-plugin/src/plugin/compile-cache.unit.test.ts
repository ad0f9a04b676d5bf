import { publishCompileCache } from './compile-cache.ts';

describe('publishCompileCache', () => {
  it('names one folder for all tasks', () => {
    const env: NodeJS.ProcessEnv = {};
    publishCompileCache('/workspace', env);
    expect(env).toEqual({ NODE_COMPILE_CACHE: '/workspace/node_modules/.cache/slipway/compile' });
  });

  it('leaves alone what the user has set', () => {
    const env: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: '/elsewhere' };
    publishCompileCache('/workspace', env);
    expect(env).toEqual({ NODE_COMPILE_CACHE: '/elsewhere' });
  });
});
