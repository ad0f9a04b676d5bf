import type { KubeconformResource } from './parse-kubeconform.ts';
import { toValidatedObject } from './parse-kubeconform.ts';

const aResource = (change: Partial<KubeconformResource> = {}): KubeconformResource => ({
  filename: '',
  kind: 'StatefulSet',
  name: 'data-api',
  version: 'apps/v1',
  status: 'statusValid',
  msg: '',
  ...change,
});
const object = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'data-api' };

describe('toValidatedObject', () => {
  it('passes what is valid on', () => {
    expect(toValidatedObject(aResource())).toEqual({ ...object, status: 'valid', faults: [] });
  });

  it('splits the message into one fault per place and leaves out mere sums', () => {
    const msg =
      "problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///schemas/x.json#' " +
      "- at '/spec': validation failed   - at '/spec/minReadySeconds': got string, want null or integer   " +
      "- at '/spec': additional properties 'replicaz' not allowed";
    expect(toValidatedObject(aResource({ status: 'statusInvalid', msg }))).toEqual({
      ...object,
      status: 'invalid',
      faults: [
        { path: '/spec/minReadySeconds', message: 'got string, want null or integer' },
        { path: '/spec', message: "additional properties 'replicaz' not allowed" },
      ],
    });
  });

  it('keeps a message of another form whole', () => {
    const msg = 'error unmarshalling resource: key "image" already set in map';
    expect(toValidatedObject(aResource({ status: 'statusError', msg }))).toEqual({
      ...object,
      status: 'invalid',
      faults: [{ path: '', message: msg }],
    });
  });

  it.each([
    ['a kind without a schema', aResource({ status: 'statusError', msg: 'could not find schema for StatefulSet' })],
    ['a kind that was skipped', aResource({ status: 'statusSkipped' })],
  ])('calls %s unknown', (_title, resource) => {
    expect(toValidatedObject(resource)).toEqual({ ...object, status: 'unknown', faults: [] });
  });

  it('leaves out an empty document', () => {
    expect(toValidatedObject(aResource({ status: 'statusEmpty' }))).toBeUndefined();
  });
});
