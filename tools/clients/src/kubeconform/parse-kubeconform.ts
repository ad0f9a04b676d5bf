import type { ValidatedObject } from '@slipway/contracts';

/** One entry of `kubeconform -output json -verbose`. */
export interface KubeconformResource {
  /** Path as it was given to kubeconform. */
  filename: string;
  kind: string;
  name: string;
  /** apiVersion. */
  version: string;
  status: 'statusValid' | 'statusInvalid' | 'statusError' | 'statusSkipped' | 'statusEmpty';
  msg: string;
}

const MISSING_SCHEMA = /could not find schema/;
/** ` - at '/spec': additional properties 'x' not allowed`, several of them in one line. */
const FAULT = /- at '([^']*)': (.*?)(?=\s+- at '|$)/gs;
/** Says no more than that something below is wrong. */
const SUMMARY = /^(validation failed|'(allOf|anyOf|oneOf)' failed)/;

/** What one entry says, undefined for an empty document. Pure. */
export function toValidatedObject({
  kind,
  name,
  version,
  status,
  msg,
}: KubeconformResource): ValidatedObject | undefined {
  const object = { apiVersion: version, kind, name, faults: [] };
  if (status === 'statusEmpty') return undefined;
  if (status === 'statusValid') return { ...object, status: 'valid' };
  if (status === 'statusSkipped' || MISSING_SCHEMA.test(msg)) return { ...object, status: 'unknown' };
  const faults = [...msg.matchAll(FAULT)]
    .map(([, path = '', message = '']) => ({ path, message: message.trim() }))
    .filter(({ message }) => !SUMMARY.test(message));
  return { ...object, status: 'invalid', faults: faults.length > 0 ? faults : [{ path: '', message: msg }] };
}
