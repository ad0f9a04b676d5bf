import type { DeployEvent, HttpAnswer, VerificationCheck } from '@slipway/contracts';
import { anEnvironment, createFakeClock, createFakeFiles, createFakeHttp, createFakeKube } from '@slipway/testing';
import type { CheckContext } from './run-check.ts';
import { redactAddress, runCheck } from './run-check.ts';
import { runChecks } from './run-checks.ts';

const URL_OF_WEB = 'https://web.shop.test/version';

function setUp(answers: Partial<HttpAnswer>[] | undefined = undefined, domain = anEnvironment().ingress) {
  const http = createFakeHttp({ [URL_OF_WEB]: answers });
  const kube = createFakeKube();
  const clock = createFakeClock(0);
  const files = createFakeFiles({ '/w/ca.pem': 'PEM' });
  const context: CheckContext = {
    release: 'web',
    namespace: 'shop',
    environment: anEnvironment({ ingress: domain }),
    workspaceRoot: '/w',
    clients: { http, kube, clock, files },
    secrets: ['k4n4ry'],
    signal: new AbortController().signal,
  };
  return { context, http, kube, clock, run: (check: VerificationCheck) => runCheck(check, context) };
}

describe('runCheck', () => {
  it('asks through the ingress of the environment', async () => {
    const { http, run } = setUp([{ status: 200, durationMs: 12.3 }]);
    expect(await run({ path: '/version', caFile: 'ca.pem' })).toEqual({
      name: 'GET /version',
      required: true,
      passed: true,
      message: 'status 200 in 12 ms',
    });
    expect(http.requests).toMatchObject([
      { url: URL_OF_WEB, timeoutMs: 5000, maxBytes: 65_536, ca: 'PEM', redirects: 'none' },
    ]);
  });

  it.each([
    [{ domain: 'localhost', scheme: 'http' as const, port: 8080 }, 'http://web.localhost:8080/x'],
    [{ domain: 'test', scheme: 'http' as const, port: 80 }, 'http://web.test/x'],
    [{ domain: 'test', port: 8443 }, 'https://web.test:8443/x'],
  ])('takes scheme and port of %j', async (ingress, url) => {
    const { http, run } = setUp(undefined, ingress);
    await run({ path: '/x', keepTryingMs: 0 });
    expect(http.requests[0]?.url).toBe(url);
  });

  it('asks a service through the API server', async () => {
    const { kube, http, run } = setUp();
    kube.services['other:80/readyz'] = [{ status: 204 }];
    const outcome = await run({ path: '/readyz', via: 'service', service: 'other', port: 80, status: [200, 204] });
    expect([outcome.passed, kube.calls, http.requests]).toEqual([true, ['get services/proxy other'], []]);
  });

  it('tries again until it passes', async () => {
    const { http, run } = setUp([{ status: 503 }, { status: 503 }, { status: 200 }]);
    expect([(await run({ path: '/version' })).passed, http.requests.length]).toEqual([true, 3]);
  });

  it('says what was expected and seen when the time is over, and nothing secret or unprintable', async () => {
    const { clock, run } = setUp([
      { status: 503, body: 'down \u001b]0;title\u0007k4n4ry password=hunter22\n', durationMs: 7 },
    ]);
    const outcome = await run({ path: '/version', keepTryingMs: 3000 });
    expect(outcome.message).toBe(
      'expected status 200, seen status 503 in 7 ms: down ]0;title (secret) password=(secret) (5 tries in 2 s).',
    );
    expect(clock.now()).toBeLessThanOrEqual(3000);
  });

  it.each<[VerificationCheck, Partial<HttpAnswer>, boolean, string]>([
    [{ body: { contains: 'ok' } }, { body: 'all ok' }, true, ''],
    [{ body: { contains: 'ok' } }, { body: 'no' }, false, 'expected "ok" in the body'],
    [
      { body: { pointer: '/a/0/b~1c', equals: { x: 1, y: [2] } } },
      { body: '{"a":[{"b/c":{"y":[2],"x":1}}]}' },
      true,
      '',
    ],
    [{ body: { pointer: '/a', equals: 1 } }, { body: '{"a":2}' }, false, 'expected 1 at /a of the body'],
    [{ body: { pointer: '/__proto__', equals: {} } }, { body: '{}' }, false, 'at /__proto__'],
    [{ body: { pointer: '/a', equals: 1 } }, { body: '<html>', isCut: true }, false, 'body cut after 65536 bytes'],
    [{ header: { 'Content-Type': 'json' } }, { headers: { 'content-type': 'application/json' } }, true, ''],
    [{ header: { etag: 'x' } }, {}, false, 'expected header etag with "x"'],
  ])('holds %j against %j: %s', async (check, answer, passed, said) => {
    const { run } = setUp([answer]);
    const outcome = await run({ path: '/version', keepTryingMs: 0, ...check });
    expect(outcome.passed).toBe(passed);
    expect(outcome.message).toContain(said);
  });

  it('does not try again what cannot change, and reports a missing file of authorities', async () => {
    const { clock, run } = setUp([{ status: 200 }]);
    expect(await run({ path: '/version', caFile: 'no.pem' })).toMatchObject({
      passed: false,
      message: 'read the authorities no.pem: there is no such file.',
    });
    expect(clock.now()).toBe(0);
  });

  it('ends when it is stopped', async () => {
    const { context } = setUp([{ status: 500 }]);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(runCheck({ path: '/version' }, { ...context, signal })).rejects.toThrow('stopped');
  });
});

describe('runChecks', () => {
  it('tells each check and gives the first required one that failed', async () => {
    const { context, kube } = setUp([{ status: 500 }]);
    kube.services['web:http/ok'] = [{}];
    const events: DeployEvent[] = [];
    const limits = { keepTryingMs: 0 };
    const cause = await runChecks(
      [
        { name: 'optional', path: '/version', required: false, ...limits },
        { path: '/ok', via: 'service' },
        { name: 'users reach it', path: '/version', ...limits },
        { path: '/other', ...limits },
      ],
      context,
      (event) => events.push(event),
    );
    expect(cause).toMatchObject({
      code: 'VerificationFailed',
      object: 'Check/users reach it',
      message: 'expected status 200, seen status 500 in 1 ms. 1 more failed.',
    });
    expect(events.map((event) => event.type === 'operation' && [event.id, event.state])).toEqual(
      expect.arrayContaining([
        ['web/check/optional', 'failed'],
        ['web/check/GET /ok', 'done'],
        ['web/check/users reach it', 'failed'],
        ['web/check/GET /other', 'failed'],
      ]),
    );
  });

  it('is content when only what is not required failed', async () => {
    const { context } = setUp([{ status: 500 }]);
    const check = { path: '/version', required: false, keepTryingMs: 0 };
    expect(await runChecks([check], context, () => undefined)).toBeUndefined();
  });
});

describe('redactAddress', () => {
  it.each([
    ['GET https://me:pa55@host/x', 'GET https://(secret)@host/x'],
    ['GET /x?a=1&api_key=abc&sig=9', 'GET /x?a=1&api_key=(secret)&sig=(secret)'],
    ['GET /readyz', 'GET /readyz'],
  ])('%s becomes %s', (text, expected) => {
    expect(redactAddress(text)).toBe(expected);
  });
});
