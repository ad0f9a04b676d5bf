import { checkBearer } from './bearer-keys.ts';

const KEYS = ['own-key', undefined, 'dev-key'];

describe('checkBearer', () => {
  it.each(['Bearer own-key', 'bearer dev-key', 'Bearer  dev-key  '])('lets %j in', (authorization) => {
    expect(checkBearer(authorization, KEYS).isRight).toBe(true);
  });

  it.each(['Bearer wrong', 'Bearer own-ke', 'Bearer own-keyy', 'Bearer undefined', `Bearer ${'x'.repeat(4096)}`])(
    'knows %j to be wrong',
    (authorization) => {
      expect(checkBearer(authorization, KEYS).isRight).toBe(false);
    },
  );

  it('lets nobody in where no key is set', () => {
    expect(checkBearer('Bearer undefined', [undefined]).isRight).toBe(false);
    expect(checkBearer('Bearer x', []).isRight).toBe(false);
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic b3duLWtleQ==', 'own-key', 'Bearer a b'])(
    'answers %j with 401 and how to authenticate',
    (authorization) => {
      expect(() => checkBearer(authorization, KEYS)).toThrow(
        expect.objectContaining({ status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="logs"' } }),
      );
    },
  );

  it('gives the same digest for the same token alone, and never the token', () => {
    const digest = (token: string) => checkBearer(`Bearer ${token}`, KEYS).digest;
    expect(digest('own-key')).toBe(digest('own-key'));
    expect(digest('own-key')).not.toBe(digest('dev-key'));
    expect(digest('own-key')).not.toContain('own-key');
  });
});
