import { isHexKey } from './hex-key.ts';

const KEY = '9f86d081884c7d659a2feaa0c55ad015';

describe('isHexKey', () => {
  it.each([
    ['SEED', KEY],
    ['SEED', KEY.toUpperCase()],
    ['PEPPER', KEY + KEY],
    ['seed', `0x${KEY}`],
    ['IDENTITY', KEY],
    ['SEED', '01234567'.repeat(4)],
  ])('takes %s=%s for a key', (name, value) => {
    expect(isHexKey(name, value)).toBe(true);
  });

  it.each([
    ['SEED', KEY.slice(1)],
    ['SEED', `${KEY}g`],
    ['SEED', `a ${KEY}`],
    ['SEED', `sha256:${KEY}${KEY}`],
    ['SEED', '5f0a1c1e-7c2b-4d53-9a43-0f7c5f6c8a11'],
    ['SEED', '0'.repeat(32)],
    ['SEED', '0123456'.repeat(6)],
    ['GIT_COMMIT', `${KEY}a3bf4f1b`],
    ['imageDigest', KEY + KEY],
    ['TRACE_ID', KEY],
    ['GITHUB_SHA', `${KEY}a3bf4f1b`],
    ['MACHINE_ID', KEY],
  ])('lets %s=%s pass', (name, value) => {
    expect(isHexKey(name, value)).toBe(false);
  });
});
