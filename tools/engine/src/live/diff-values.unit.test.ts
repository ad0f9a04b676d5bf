import { diffValues } from './diff-values.ts';

describe('diffValues', () => {
  it.each<[string, unknown, unknown, [string, unknown, unknown][]]>([
    ['finds nothing in equal values, whatever the order of keys and named entries', { a: 1, l: [{ name: 'x' }, { name: 'y' }] }, { l: [{ name: 'y' }, { name: 'x' }], a: 1 }, []],
    ['finds what was changed, added and removed', { a: 1, b: 1 }, { a: 2, c: 1 }, [['/a', 1, 2], ['/b', 1, null], ['/c', null, 1]]],
    ['finds entries by their name', { env: [{ name: 'A', value: '1' }] }, { env: [{ name: 'A', value: '2' }, { name: 'B' }] }, [['/env/A/value', '1', '2'], ['/env/B', null, { name: 'B' }]]],
    ['shows plain lists of another length whole', { args: ['x'] }, { args: ['x', 'y'] }, [['/args', ['x'], ['x', 'y']]]],
    ['escapes what a JSON pointer cannot hold', { 'a/b': 1 }, { 'a/b': 2 }, [['/a~1b', 1, 2]]],
  ])('%s', (_title, from, to, expected) => {
    expect(diffValues(from, to).map((one) => [one.path, one.from, one.to])).toEqual(expected);
  }); // prettier-ignore
});
