import { toUmbrellaSchema } from './to-umbrella-schema.ts';

describe('toUmbrellaSchema', () => {
  const library = {
    title: 'Values of a service',
    additionalProperties: false,
    properties: { replicas: { type: 'integer' }, global: { properties: { zone: { $ref: '#/definitions/zone' } } } },
    definitions: { zone: { $ref: '#/definitions/name' }, name: { type: 'string' }, port: { type: 'integer' } },
  };

  it('has the globals and the charts within it by name, and nothing else', () => {
    const schema = toUmbrellaSchema('shop', ['web', 'store'], library);
    expect(schema).toMatchObject({ title: 'Values of shop', additionalProperties: false });
    expect(Object.keys(schema.properties)).toEqual(['global', 'store', 'web']);
    expect(schema.properties['web']).toEqual({ type: 'object', properties: { enabled: { type: 'boolean' } } });
  });

  it('takes along what the globals refer to, and no more', () => {
    expect(toUmbrellaSchema('shop', [], library)['definitions']).toEqual({
      zone: { $ref: '#/definitions/name' },
      name: { type: 'string' },
    });
  });
});
