import { removeEntry } from './remove-entry.ts';

const spec = () => ({ spec: { containers: [{ name: 'app', env: [{ name: 'A' }, { name: 'B/C' }], args: ['x'] }] } });

describe('removeEntry', () => {
  it('removes the entry that the path names', () => {
    const value = spec();
    expect(removeEntry(value, '/spec/containers/app/env/B~1C')).toBe(true);
    expect(value.spec.containers[0]?.env).toEqual([{ name: 'A' }]);
  });

  it.each(['/spec/containers/app/env/Z', '/spec/containers/other/env/A', '/spec/nowhere/x'])(
    'finds nothing at %s',
    (path) => {
      const value = spec();
      expect(removeEntry(value, path)).toBe(false);
      expect(value).toEqual(spec());
    },
  );
});
