import { Ajv } from 'ajv';
import type { Swagger } from './swagger.ts';
import { toKindSchemas, toSchemaIndex } from './to-kind-schemas.ts';

const swagger: Swagger = {
  definitions: {
    'io.k8s.api.batch.v1.Thing': {
      required: ['spec'],
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        spec: { $ref: '#/definitions/Spec' },
      },
      'x-kubernetes-group-version-kind': [{ group: 'batch.k8s.io', version: 'v1', kind: 'Thing' }],
    },
    Spec: {
      required: ['size'],
      properties: {
        size: { type: 'integer', format: 'int32' },
        port: { $ref: '#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString' },
        memory: { $ref: '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        nested: { type: 'array', items: { $ref: '#/definitions/Spec' } },
        free: { type: 'object' },
      },
    },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'string', format: 'int-or-string' },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
    Pod: {
      properties: { kind: { type: 'string' } },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }],
    },
    DeleteOptions: {
      properties: {},
      'x-kubernetes-group-version-kind': [
        { group: '', version: 'v1', kind: 'DeleteOptions' },
        { group: 'apps', version: 'v1', kind: 'DeleteOptions' },
      ],
    },
  },
};

function validate(spec: unknown, more: object = {}): string[] {
  const file = toKindSchemas(swagger).find(({ name }) => name === 'thing-batch-v1.json');
  const check = new Ajv({ allErrors: true, strict: false }).compile(file?.schema ?? {});
  check({ apiVersion: 'batch.k8s.io/v1', kind: 'Thing', spec, ...more });
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('toKindSchemas', () => {
  it('names files by kind, first part of the group, and version; kinds of many groups are left out', () => {
    expect(toKindSchemas(swagger).map(({ name }) => name)).toEqual(['pod-v1.json', 'thing-batch-v1.json']);
  });

  it.each([
    ['a full object', { size: 1, port: 'http', memory: 2, labels: { a: 'b' }, nested: [{ size: 2 }], free: { x: 1 } }],
    ['null for an absent field', { size: 1, port: null, labels: null }],
    ['a number where a string is meant as well', { size: 1, port: 8080, memory: '1Gi' }],
  ])('passes %s', (_title, spec) => {
    expect(validate(spec)).toEqual([]);
  });

  it.each([
    ['an unknown field', { size: 1, sizes: 2 }, ['/spec must NOT have additional properties']],
    [
      'an unknown field deep down',
      { size: 1, nested: [{ size: 1, x: 1 }] },
      ['/spec/nested/0 must NOT have additional properties'],
    ],
    ['a missing field', {}, ["/spec must have required property 'size'"]],
    ['a wrong type', { size: 'one' }, ['/spec/size must be integer,null']],
    ['a number out of range', { size: 2 ** 31 }, ['/spec/size must be <= 2147483647']],
    ['a wrong type within a map', { size: 1, labels: { a: 1 } }, ['/spec/labels/a must be string,null']],
  ])('refuses %s', (_title, spec, errors) => {
    expect(validate(spec)).toEqual(errors);
  });

  it('refuses another apiVersion', () => {
    expect(validate({ size: 1 }, { apiVersion: 'batch.k8s.io/v2' })).toEqual([
      '/apiVersion must be equal to one of the allowed values',
    ]);
  });
});

describe('toSchemaIndex', () => {
  it('lists the kinds', () => {
    expect(toSchemaIndex(swagger, '1.2.3')).toEqual({
      schema: 'slipway.kubernetes-schemas/v1',
      version: '1.2.3',
      kinds: [
        { apiVersion: 'batch.k8s.io/v1', kind: 'Thing' },
        { apiVersion: 'v1', kind: 'Pod' },
      ],
    });
  });
});
