import { toLibrarySchema } from './to-library-schema.ts';

describe('toLibrarySchema', () => {
  it('has the keys of all parts in the order of the values, the others last, and closes the root', () => {
    const schema = toLibrarySchema(
      {
        'b.json': { properties: { two: { type: 'string' }, extra: {} }, definitions: { z: {}, a: {} } },
        'a.json': { properties: { one: { type: 'integer' } } },
      },
      ['one', 'two', 'unknown'],
    );
    expect(Object.keys(schema.properties)).toEqual(['one', 'two', 'extra']);
    expect(Object.keys(schema.definitions as object)).toEqual(['a', 'z']);
    expect(schema.additionalProperties).toBe(false);
  });

  it('refuses a key that two parts define', () => {
    expect(() =>
      toLibrarySchema({ 'a.json': { properties: { x: {} } }, 'b.json': { properties: { x: {} } } }, []),
    ).toThrow('schemas/b.json and schemas/a.json both have properties "x": keep one.');
  });
});
