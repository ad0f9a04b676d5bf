import type { IncomingMessage } from 'node:http';
import { queryValues } from './query-values.ts';

const valuesOf = (url: string) => queryValues({ url } as IncomingMessage, 'env');

describe('queryValues', () => {
  it.each([
    ['/', []],
    ['/?', []],
    ['/?environment=a', []],
    ['/?env=', ['']],
    ['/?env=a&x=1&env=b', ['a', 'b']],
    ['/?%65nv=a', ['a']],
  ])('reads %s', (url, values) => {
    expect(valuesOf(url)).toEqual(values);
  });

  it.each(['/?env[]=a', '/?env%5B%5D=a', '/?env[0]=a', '/?env[x]=a'])('never takes %s for a plain value', (url) => {
    const values = valuesOf(url);
    expect(values).toHaveLength(1);
    expect(values).not.toEqual(['a']);
  });
});
