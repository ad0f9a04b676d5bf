import { compareFields } from './compare-fields.ts';

const env = (...names: string[]) => ({ env: names.map((name) => ({ name, value: name })) });

describe('compareFields', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['takes defaults of the API server for no difference', { a: 1 }, { a: 1, b: 2 }, []],
    ['takes an absent field for an empty one', { a: [], b: {}, c: '', d: false, e: null, f: 0 }, {}, []],
    ['takes one quantity in two writings for the same', { limits: { cpu: '0.5', memory: '1024Mi' } }, { limits: { cpu: '500m', memory: '1Gi' } }, []],
    ['finds a changed quantity', { limits: { cpu: '1' } }, { limits: { cpu: '500m' } }, ['/limits/cpu']],
    ['finds a changed value', { image: 'a' }, { image: 'b' }, ['/image']],
    ['matches list entries by name, in any order', env('A', 'B'), env('B', 'A'), []],
    ['finds a missing entry', env('A', 'B'), env('A'), ['/env/B']],
    ['finds an entry too many', env('A'), env('A', 'B'), ['/env/B']],
    ['finds an entry in a list that nobody wanted at all', { name: 'app' }, { name: 'app', ...env('A') }, ['/env/A']],
    ['compares plain lists by place and length', { args: ['x', 'y'] }, { args: ['x'] }, ['/args']],
    ['finds the changed place of a plain list', { args: ['x', 'y'] }, { args: ['x', 'z'] }, ['/args/1']],
    ['escapes what a JSON pointer cannot hold', { 'a/b': 1 }, { 'a/b': 2 }, ['/a~1b']],
    ['takes a number and its text for the same', { port: 80 }, { port: '80' }, []],
  ])('%s', (_title, wanted, live, paths) => {
    expect(compareFields(wanted, live).map(({ path }) => path)).toEqual(paths);
  }); // prettier-ignore
});
