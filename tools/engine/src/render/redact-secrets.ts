import type { KubeObject } from '@slipway/contracts';
import { toHiddenValues } from '../diagnose/hidden-values.ts';
import { keyedDigest } from './hash.ts';

/** Stands where a secret may not, and no key is there yet. */
export const SECRET_MARK = '(secret)';

/** Objects with the values of Secrets as keyed digests, or as a mark where there is no key yet. Pure. */
export function redactSecrets(objects: readonly KubeObject[], key: string | undefined): KubeObject[] {
  return objects.map((object) => (object.kind === 'Secret' ? redactSecret(object, key) : object));
}

/** Whether there is any value that must be hidden. */
export function hasSecretValues(objects: readonly KubeObject[]): boolean {
  return objects.some(
    ({ kind, data, stringData }) =>
      kind === 'Secret' && Object.keys({ ...toMap(data), ...toMap(stringData) }).length > 0,
  );
}

/** All secret values in the clear, and the forms in which they may be shown, to take them out of logs. */
export function secretValues(objects: readonly KubeObject[]): string[] {
  const values = objects
    .filter(({ kind }) => kind === 'Secret')
    .flatMap(({ data, stringData }) => [
      ...Object.values(toMap(data)).map((value) => Buffer.from(String(value), 'base64').toString('utf8')),
      ...Object.values(toMap(stringData)).map(String),
    ]);
  return toHiddenValues(values);
}

function redactSecret(object: KubeObject, key: string | undefined): KubeObject {
  // `data` and `stringData` are the same to the cluster, so they get the same digest.
  const values = {
    ...toMap(object.data),
    ...Object.fromEntries(
      Object.entries(toMap(object.stringData)).map(([name, value]) => [
        name,
        Buffer.from(String(value)).toString('base64'),
      ]),
    ),
  };
  const { stringData: _stringData, ...rest } = object;
  const redacted = Object.entries(values).map(([name, value]) => [
    name,
    key === undefined ? SECRET_MARK : keyedDigest(key, `${object.metadata.name}/${name}=${String(value)}`),
  ]);
  return { ...rest, data: Object.fromEntries(redacted) as Record<string, string> } as KubeObject;
}

function toMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
