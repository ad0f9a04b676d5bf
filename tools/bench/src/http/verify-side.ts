import { waitFor } from '../processes/wait-for.ts';
import { BODY } from '../servers/http/body.ts';
import { countIn } from './metrics-text.ts';
import type { RunningSide } from './sides.ts';

const HELMET_HEADERS = [
  'content-security-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
];
const GIVEN_ID = 'bench-0123456789';
const LOG_WITHIN_MS = 3000;

/**
 * Holds a server to what it claims to do for each request, so that a comparison of features is one.
 * Throws with the first difference.
 */
export async function verifySide({ side, url, metricsUrl, process }: RunningSide): Promise<void> {
  const { claims, name } = side;
  const fault = (what: string) => new Error(`verify ${name}: ${what}.`);
  const before = claims.metrics ? countIn(await textOf(metricsUrl), '/') : 0;

  const given = await fetch(url, { headers: { 'X-Request-Id': GIVEN_ID } });
  const body: unknown = await given.json();
  if (given.status !== 200) throw fault(`it answered ${given.status}`);
  if (JSON.stringify(body) !== JSON.stringify(BODY)) throw fault(`it answered ${JSON.stringify(body)}`);
  const made = await fetch(url);
  await made.arrayBuffer();

  const missing = HELMET_HEADERS.filter((header) => !given.headers.has(header));
  if (claims.helmet ? missing.length > 0 : missing.length < HELMET_HEADERS.length) {
    throw fault(claims.helmet ? `helmet's headers are missing: ${missing.join(', ')}` : 'it has headers of helmet');
  }
  if (claims.requestId) {
    if (given.headers.get('x-request-id') !== GIVEN_ID) throw fault('it did not return the request id it was given');
    if (!/^[\w-]{20,}$/.test(made.headers.get('x-request-id') ?? '')) throw fault('it made no request id');
  }
  if (claims.logLine) await waitForLine(claims.logLine, process.stdout, fault);
  if (claims.metrics) {
    const counted = countIn(await textOf(metricsUrl), '/') - before;
    if (counted !== 2) throw fault(`its histogram counted ${counted} of 2 requests`);
  }
}

async function waitForLine(
  parts: readonly string[],
  output: () => string,
  fault: (what: string) => Error,
): Promise<void> {
  const wanted = parts.map((part) => part.replaceAll('<id>', GIVEN_ID));
  const isThere = () =>
    output()
      .split('\n')
      .some((line) => wanted.every((part) => line.includes(part)));
  await waitFor('a line', () => isThere() || undefined, LOG_WITHIN_MS).catch(() => {
    throw fault(`no line of its log holds ${wanted.join(' and ')}`);
  });
}

/** The body of an answer, as text. */
export async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  return answer.text();
}
