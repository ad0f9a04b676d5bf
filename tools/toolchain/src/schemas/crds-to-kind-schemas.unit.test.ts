import { Ajv } from 'ajv';
import type { CustomResourceDefinition, StructuralSchema } from './crd.ts';
import { OBJECT_META } from './crd-to-json-schema.ts';
import { crdsToKindSchemas, toCrdIndex } from './crds-to-kind-schemas.ts';
import type { Swagger } from './swagger.ts';

const swagger: Swagger = {
  definitions: {
    [OBJECT_META]: {
      properties: { name: { type: 'string' }, labels: { type: 'object', additionalProperties: { type: 'string' } } },
    },
  },
};

const spec: StructuralSchema = {
  type: 'object',
  required: ['mode'],
  properties: {
    mode: { type: 'string', enum: ['on', 'off'] },
    size: { type: 'integer', format: 'int32', minimum: 1, exclusiveMinimum: true },
    share: { type: 'number', maximum: 1 },
    port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }], pattern: '^[a-z]+$' },
    hosts: { type: 'array', minItems: 1, items: { type: 'string', maxLength: 5 } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'string' } } },
    shut: { type: 'object' },
    pod: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'object' } } },
    either: {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    notX: { type: 'string', not: { enum: ['x'] } },
  },
};

const definition: CustomResourceDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  spec: {
    group: 'things.example.org',
    names: { kind: 'Thing' },
    versions: [
      {
        name: 'v1',
        served: true,
        schema: {
          openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec, metadata: { type: 'object' } } },
        },
      },
      { name: 'v2', served: true },
      { name: 'v0', served: false },
    ],
  },
};

function validate(fields: object, metadata: object = {}): string[] {
  const file = crdsToKindSchemas([definition], swagger).find(({ name }) => name === 'thing-things-v1.json');
  const check = new Ajv({ allErrors: true, strict: false }).compile(file?.schema ?? {});
  check({ apiVersion: 'things.example.org/v1', kind: 'Thing', metadata, spec: { mode: 'on', ...fields } });
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('crdsToKindSchemas', () => {
  it('makes a file for every served version, named like those of own kinds', () => {
    expect(crdsToKindSchemas([definition], swagger).map(({ name }) => name)).toEqual([
      'thing-things-v1.json',
      'thing-things-v2.json',
    ]);
  });

  it.each([
    ['a number and a text where both are meant', { port: 80 }],
    ['a name there as well', { port: 'http' }],
    ['null for an absent field', { mode: 'off', size: null, hosts: null, labels: null }],
    ['unknown fields where they are kept', { free: { a: 'b', c: { d: 1 } } }],
    ['what every resource has in an embedded one', { pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } } }],
    ['one of two alternatives', { either: { b: 'x' } }],
  ])('passes %s', (_title, fields) => {
    expect(validate(fields)).toEqual([]);
  });

  it.each([
    ['an unknown field', { sizes: 1 }, ['/spec must NOT have additional properties']],
    ['a field of an object without any', { shut: { a: 1 } }, ['/spec/shut must NOT have additional properties']],
    ['an unknown field of an embedded resource', { pod: { a: 1 } }, ['/spec/pod must NOT have additional properties']],
    ['a value that is not listed', { mode: 'maybe' }, ['/spec/mode must be equal to one of the allowed values']],
    ['a bound itself where it is excluded', { size: 1 }, ['/spec/size must be > 1']],
    ['a number over 32 bits', { size: 2 ** 31 }, ['/spec/size must be <= 2147483647']],
    ['a number over its maximum', { share: 1.5 }, ['/spec/share must be <= 1']],
    ['a text against its pattern', { port: 'HTTP' }, ['/spec/port must match pattern "^[a-z]+$"']],
    ['too few', { hosts: [] }, ['/spec/hosts must NOT have fewer than 1 items']],
    ['too long', { hosts: ['abcdef'] }, ['/spec/hosts/0 must NOT have more than 5 characters']],
    ['a wrong type within a map', { labels: { a: 1 } }, ['/spec/labels/a must be string,null']],
    ['both alternatives', { either: { a: '', b: '' } }, ['/spec/either must match exactly one schema in oneOf']],
    ['what is ruled out', { notX: 'x' }, ['/spec/notX must NOT be valid']],
  ])('refuses %s', (_title, fields, errors) => {
    expect(validate(fields)).toEqual(errors);
  });

  it('checks the metadata as that of any object', () => {
    expect(validate({}, { lables: {} })).toEqual(['/metadata must NOT have additional properties']);
    expect(validate({}, { labels: { a: 1 } })).toEqual(['/metadata/labels/a must be string,null']);
  });

  it('lets everything pass below a version without a schema, its own name apart', () => {
    const file = crdsToKindSchemas([definition], swagger).find(({ name }) => name === 'thing-things-v2.json');
    const check = new Ajv({ strict: false }).compile(file?.schema ?? {});
    expect(check({ apiVersion: 'things.example.org/v2', kind: 'Thing', spec: { x: 1 } })).toBe(true);
    expect(check({ apiVersion: 'things.example.org/v1', kind: 'Thing' })).toBe(false);
  });
});

describe('toCrdIndex', () => {
  it('lists the kinds and where they come from', () => {
    expect(toCrdIndex([definition], '1.2.3', ['example.org/things@v1.0.0'])).toEqual({
      schema: 'slipway.kubernetes-schemas/v1',
      version: '1.2.3',
      modules: ['example.org/things@v1.0.0'],
      kinds: [
        { apiVersion: 'things.example.org/v1', kind: 'Thing' },
        { apiVersion: 'things.example.org/v2', kind: 'Thing' },
      ],
    });
  });
});
