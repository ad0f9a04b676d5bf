import { SlipwayError } from '@slipway/contracts';
import { classifyCacheFailure } from './cache-failure.ts';

const systemError = (code: string) => Object.assign(new Error(`${code}: said the system`), { code });

describe('classifyCacheFailure', () => {
  it.each([
    ['ENOSPC', 'DiskFull'],
    ['EDQUOT', 'DiskFull'],
    ['EACCES', 'CacheNotWritable'],
    ['EROFS', 'CacheNotWritable'],
    ['ENOTDIR', 'CacheNotWritable'],
  ])('makes of %s the code %s', (system, code) => {
    expect(classifyCacheFailure('obtain x', '/cache', systemError(system))).toMatchObject({
      code,
      message: expect.stringMatching(/^obtain x: .*said the system/) as string,
    });
  });
  it('leaves other errors alone', () => {
    const own = new SlipwayError({ code: 'GoMissing', message: 'look for Go: no.' });
    expect(classifyCacheFailure('obtain x', '/cache', own)).toBe(own);
    const other = systemError('EIO');
    expect(classifyCacheFailure('obtain x', '/cache', other)).toBe(other);
  });
});
