import { isDeepStrictEqual } from 'node:util';
import type { BodyRule, Target } from '../targets/target.ts';
import type { Answer } from './ask.ts';
import type { Failure } from './failure.ts';
import { findByPointer } from './find-by-pointer.ts';
import { toShownUrl } from './to-shown-url.ts';

/** What is wrong with an answer, or undefined. Shows nothing of the body but a problem's code. Pure. */
export function judge(target: Pick<Target, 'status' | 'body' | 'url'>, answer: Answer): Failure | undefined {
  const { status } = answer;
  if (status !== target.status) {
    if (status >= 300 && status < 400 && answer.headers.location !== undefined) {
      const to = toShownUrl(answer.headers.location, target.url);
      return { code: 'RedirectUnexpected', detail: `answered ${status} to ${to}, which is not followed` };
    }
    return { code: 'StatusUnexpected', detail: `answered ${status}${problemOf(answer)} instead of ${target.status}` };
  }
  const fault = target.body && bodyFault(target.body, answer);
  return fault === undefined ? undefined : { code: 'BodyUnexpected', detail: fault };
}

/** The code of a problem document (RFC 9457), which says more than a status. */
function problemOf({ headers, body }: Answer): string {
  if (!headers['content-type']?.startsWith('application/problem+json')) return '';
  const code = findByPointer(parseJson(body.toString('utf8')), '/code');
  return typeof code === 'string' && /^[A-Za-z]{1,64}$/.test(code) ? ` ${code}` : '';
}

function bodyFault(rule: BodyRule, { body, isTruncated }: Answer): string | undefined {
  const read = isTruncated ? ` in the first ${body.length} bytes` : '';
  if ('contains' in rule) return body.includes(rule.contains) ? undefined : `the body does not hold the text${read}`;
  if ('ndjson' in rule) return ndjsonFault(body.toString('utf8'), isTruncated);
  if (isTruncated) return `the body is larger than the ${body.length} bytes that are read`;
  const document = parseJson(body.toString('utf8'));
  if (document === undefined) return 'the body is not JSON';
  const found = findByPointer(document, rule.json);
  if (found === undefined) return `the body has nothing at ${rule.json}`;
  return isDeepStrictEqual(found, rule.equals) ? undefined : `the body has another value at ${rule.json}`;
}

/** Every line, but for the last one where the body was not read to its end. */
function ndjsonFault(text: string, isTruncated: boolean): string | undefined {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  if (last !== '' && !isTruncated) lines.push(last);
  if (isTruncated && lines.length === 0) return `the first line is longer than the ${text.length} characters read`;
  const wrong = lines.findIndex((line) => {
    const value = parseJson(line);
    return typeof value !== 'object' || value === null || Array.isArray(value);
  });
  return wrong === -1 ? undefined : `line ${wrong + 1} of the body is not a JSON object`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
