/** Type of the Secrets that hold records. The API server lets nobody change it, other than a label. */
export const RECORD_TYPE = 'slipway.dev/record';
/** Label with the release, to list the records of one. */
export const RELEASE_LABEL = 'slipway.dev/record';
/** Annotation with the record's hash, to which the next one is chained without reading it. */
export const HASH_ANNOTATION = 'slipway.dev/record-hash';

const NAME = /^slipway-record\.(.+)\.([1-9]\d*|checkpoint)$/;

/** Which record of a release a Secret holds, or that it holds the checkpoint of those that were pruned. */
export interface RecordPlace {
  release: string;
  number: number | 'checkpoint';
}

/** Name of the Secret of a record. Pure. */
export function recordSecretName({ release, number }: RecordPlace): string {
  return `slipway-record.${release}.${number}`;
}

/** What the name of a Secret says; undefined where it is not one of records. Pure. */
export function parseRecordSecretName(name: string): RecordPlace | undefined {
  const [, release, number] = NAME.exec(name) ?? [];
  if (release === undefined || number === undefined) return undefined;
  return { release, number: number === 'checkpoint' ? number : Number(number) };
}
