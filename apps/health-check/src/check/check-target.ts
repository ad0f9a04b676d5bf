import { setTimeout as sleep } from 'node:timers/promises';
import { REDACTED } from '@slipway/logging/src/redaction/redacted.ts';
import type { TargetResult } from '../result/health-result.ts';
import type { Target } from '../targets/target.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Failure } from './failure.ts';
import { judge } from './judge.ts';
import { readHeaders, secretHeaderValues } from './read-headers.ts';
import { toFailure } from './to-failure.ts';
import { toShownUrl } from './to-shown-url.ts';

/** What every check is given. */
export interface CheckOptions {
  maxBodyBytes: number;
  /** Ends the check; the promise rejects with its reason. */
  signal: AbortSignal;
}

/** How long it waits before the first further attempt at most; twice as long before each next one. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;

/** Checks one target, as often as it allows. Rejects only when it is stopped. */
export async function checkTarget(target: Target, { maxBodyBytes, signal }: CheckOptions): Promise<TargetResult> {
  const { name, url, method, retries } = target;
  for (let attempt = 1; ; attempt += 1) {
    const { answer, failure, durationMs } = await attemptOnce(target, { maxBodyBytes, signal });
    if (failure !== undefined && attempt <= retries) {
      const longest = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal });
      continue;
    }
    return {
      name,
      url: toShownUrl(url),
      method,
      status: failure === undefined ? 'ok' : 'failed',
      ...(answer === undefined ? {} : { httpStatus: answer.status }),
      durationMs,
      attempts: attempt,
      bodyBytes: answer?.body.length ?? 0,
      ...(failure === undefined ? {} : { failure }),
    };
  }
}

interface Attempt {
  answer?: Answer;
  failure?: Failure;
  durationMs: number;
}

async function attemptOnce(target: Target, { maxBodyBytes, signal }: CheckOptions): Promise<Attempt> {
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  try {
    const own = readHeaders(target.headers);
    const headers = { accept: '*/*', 'user-agent': 'slipway-health-check', ...own };
    const { url, method, timeoutMs } = target;
    const answer = await ask({ url, method, headers, timeoutMs, maxBodyBytes, signal });
    const failure = judge(target, answer);
    if (failure === undefined) return { answer, durationMs: elapsed() };
    // What was asked may say a key back, for example in the address of a redirect.
    const detail = secretHeaderValues(target.headers, own).reduce(
      (text, secret) => text.replaceAll(secret, () => REDACTED),
      failure.detail,
    );
    return { answer, durationMs: elapsed(), failure: { ...failure, detail } };
  } catch (error) {
    signal.throwIfAborted();
    return { failure: toFailure(error), durationMs: elapsed() };
  }
}
