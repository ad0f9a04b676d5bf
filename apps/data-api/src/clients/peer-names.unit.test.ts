import { toPeerNames } from './peer-names.ts';

describe('toPeerNames', () => {
  it('reads names with and without a port', () => {
    expect(toPeerNames('data-api-headless, 127.0.0.1:5101', 5000)).toEqual([
      { host: 'data-api-headless', port: 5000 },
      { host: '127.0.0.1', port: 5101 },
    ]);
  });

  it.each(['', 'a,,b', 'http://a', 'a:b', 'a:99999', 'a b', 'a/..'])('says what is wrong with %j', (text) => {
    expect(toPeerNames(text, 5000)).toMatch(/is not name\[:port\]$/);
  });
});
