import { toRetryAfterMs } from './retry-after.ts';
import { UpstreamError } from './upstream-error.ts';

/** The head of a provider's answer. */
export interface AnswerHead {
  status: number;
  /** By lower-case name. */
  headers: Readonly<Record<string, unknown>>;
}

/** Media types of NDJSON, and those that say nothing. */
const NDJSON_TYPES: ReadonlySet<string> = new Set([
  '',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/octet-stream',
  'text/plain',
]);

/** Some providers give it to lines of JSON; an error document has it too. */
const JSON_TYPE = 'application/json';

/** What the head of an answer leaves to be seen in its body. */
export interface AnswerDoubts {
  /** The first line must have an end: that tells lines of JSON from a document. */
  mayBeDocument: boolean;
  /** The end of the connection is that of the body, so that a cut one must be told from a whole one by its lines. */
  isEndUnmarked: boolean;
}

/**
 * Throws an `UpstreamError` unless the head of an answer may be that of logs: status 200, a type that NDJSON
 * may have, no encoding.
 */
export function checkAnswer({ status, headers }: AnswerHead, nowMs: number): AnswerDoubts {
  if (status !== 200) throw toStatusError(status, toRetryAfterMs(headers['retry-after'], nowMs));
  const encoding = textOf(headers['content-encoding']);
  if (encoding !== '' && encoding !== 'identity') throw invalid('the answer is encoded, though identity was asked for');
  const type = textOf(headers['content-type']).split(';', 1)[0]?.trim() ?? '';
  const mayBeDocument = type === JSON_TYPE;
  if (!mayBeDocument && !NDJSON_TYPES.has(type)) throw invalid('the answer is of another type than NDJSON');
  const isChunked = textOf(headers['transfer-encoding']).includes('chunked');
  return { mayBeDocument, isEndUnmarked: !isChunked && toLength(headers) === undefined };
}

/** The length that an answer announces. */
export function toLength(headers: AnswerHead['headers']): number | undefined {
  const text = textOf(headers['content-length']);
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function toStatusError(status: number, retryAfterMs: number | undefined): UpstreamError {
  const message = `the provider answered ${status}`;
  if (status === 429 || status === 503) return new UpstreamError('busy', message, { retryAfterMs });
  if (status >= 500) return new UpstreamError('failed', message);
  if (status === 401 || status === 403) return new UpstreamError('refused', message);
  return invalid(message);
}

function invalid(message: string): UpstreamError {
  return new UpstreamError('invalid', message);
}

/** A header repeated against the rules comes as a list. */
function textOf(header: unknown): string {
  return header === undefined ? '' : String(header).toLowerCase();
}
