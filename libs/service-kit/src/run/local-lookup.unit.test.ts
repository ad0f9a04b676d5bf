import { localLookup } from './local-lookup.ts';

describe('localLookup', () => {
  it.each(['localhost', 'backend-api.localhost', 'A.LOCALHOST.'])('gives the loopback addresses for %s', (name) => {
    const done = jest.fn();
    localLookup(name)?.(name, { all: true }, done);
    localLookup(name)?.(name, {}, done);
    const both = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    expect(done.mock.calls).toEqual([
      [null, both],
      [null, '127.0.0.1', 4],
    ]);
  });

  it.each(['127.0.0.1', 'example.com', 'localhost.example.com', 'mylocalhost'])('leaves %s to the system', (name) => {
    expect(localLookup(name)).toBe(undefined);
  });
});
