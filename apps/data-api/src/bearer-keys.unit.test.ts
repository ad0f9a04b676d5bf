import { checkBearer } from './bearer-keys.ts';

const keys = [undefined, 'one', 'two'];

describe('checkBearer', () => {
  it.each(['Bearer one', 'bearer two', 'Bearer  one '])('lets %j pass', (header) => {
    expect(() => checkBearer(header, keys)).not.toThrow();
  });

  it.each([undefined, '', 'one', 'Basic b25l', 'Bearer', 'Bearer ', 'Bearer one two'])(
    'asks for a token on %j',
    (header) => {
      expect(() => checkBearer(header, keys)).toThrow(
        expect.objectContaining({ status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="logs"' } }),
      );
    },
  );

  it.each(['Bearer three', 'Bearer on', 'Bearer onee', 'Bearer undefined'])('forbids %j', (header) => {
    expect(() => checkBearer(header, keys)).toThrow(expect.objectContaining({ status: 403 }));
  });

  it('opens to nobody where no key is set', () => {
    expect(() => checkBearer('Bearer one', [undefined])).toThrow(expect.objectContaining({ status: 403 }));
  });
});
