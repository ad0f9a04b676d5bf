import type { HttpAnswer, HttpClient, HttpRequest } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** HTTP in memory. */
export interface FakeHttp extends HttpClient {
  requests: HttpRequest[];
  /** Answers by URL; a list is used up from its front, its last entry stays. `undefined`: nothing listens. */
  answers: Record<string, Partial<HttpAnswer>[] | undefined>;
}

/** A client whose answers a test sets. What it does not know nothing listens for. */
export function createFakeHttp(answers: FakeHttp['answers'] = {}): FakeHttp {
  const requests: HttpRequest[] = [];
  return {
    requests,
    answers,
    get(request) {
      requests.push(request);
      return nextAnswer(answers, request.url);
    },
  };
}

/** Takes the next answer of a key. */
export async function nextAnswer(answers: FakeHttp['answers'], key: string): Promise<HttpAnswer> {
  const known = answers[key] ?? [];
  const answer = known.length > 1 ? known.shift() : known[0];
  if (answer) return { status: 200, headers: {}, body: '', isCut: false, durationMs: 1, ...answer };
  throw new SlipwayError({
    code: 'HttpFailed',
    message: `get ${key}: connect ECONNREFUSED.`,
    hint: 'Is something listening there, and does the name resolve from here?',
  });
}
