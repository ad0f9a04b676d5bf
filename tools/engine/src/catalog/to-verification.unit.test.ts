import { refuseUnknownChecks } from './refuse-unknown-checks.ts';
import { verificationFaults } from './to-verification.ts';
import { anEnvironment } from '@slipway/testing';

const of = (...web: unknown[]) => verificationFaults({ web });

describe('verificationFaults', () => {
  it.each([
    [{ path: '/readyz' }],
    [{ path: '/readyz', via: 'service', service: 'web-headless', port: 5000 }],
    [{ url: 'https://shop.test/x?a=b', status: [200, 204], redirects: 'any', send: { A: { env: 'TOKEN' }, B: 'b' } }],
    [{ path: '/', body: { pointer: '/a/0', equals: null }, header: { etag: '' }, required: false, keepTryingMs: 0 }],
    [{ path: '/', body: { pointer: '', equals: {} }, timeoutMs: 100, caFile: 'ca.pem', name: 'x' }],
  ])('takes %j', (check) => {
    expect(of(check)).toEqual([]);
  });

  it.each([
    [{}, ['verification.web[0] needs url or path, and not both']],
    [{ url: 'http://a', path: '/' }, ['verification.web[0] needs url or path, and not both']],
    [{ url: 'ftp://a' }, ['verification.web[0].url must be an absolute http or https address']],
    [{ path: 'readyz' }, ['verification.web[0].path must begin with / and have no blanks']],
    [{ path: '/a\r\nHost: b' }, ['verification.web[0].path must begin with / and have no blanks']],
    [{ path: '/', send: { 'a b': 'c' } }, ['verification.web[0].send must be a map of header to text or {env: NAME}']],
    [
      { path: '/', send: { a: 'c\r\nd: e' } },
      ['verification.web[0].send must be a map of header to text or {env: NAME}'],
    ],
    [{ path: '/', service: '../x' }, ['verification.web[0].service must be the name of a Service']],
    [{ path: '/', port: 80 }, ['verification.web[0].port needs via: service']],
    [{ path: '/', via: 'service', send: { a: 'b' } }, ['verification.web[0].send does not go with via: service']],
    [{ path: '/', status: [] }, ['verification.web[0].status must be a status code, or a list of them']],
    [{ path: '/', body: { pointer: '/a' } }, ['verification.web[0].body needs pointer and equals together']],
    [{ path: '/', body: {} }, ['verification.web[0].body needs contains, or pointer and equals']],
    [{ path: '/', name: 'a\u001b[2J' }, ['verification.web[0].name must be one line']],
    ['x', ['verification.web[0] must be a map']],
  ])('refuses %j with its place', (check, faults) => {
    expect(of(check)).toEqual(faults);
  });

  it('tells all faults at once, and names that stand twice', () => {
    expect(of({ path: '/', timeoutMs: 5, keepTryingMs: '1s', via: 'magic', colour: 1, required: 'no' })).toEqual([
      'verification.web[0].colour is unknown',
      'verification.web[0].via must be one of ingress, service',
      'verification.web[0].timeoutMs must be 100 to 60000',
      'verification.web[0].keepTryingMs must be 0 to 300000',
      'verification.web[0].required must be true or false',
    ]);
    expect(of({ path: '/' }, { path: '/' })).toEqual(['verification.web has two checks named "GET /"']);
    expect(verificationFaults([])).toEqual(['verification must be a map of release to checks']);
    expect(verificationFaults({ 'W!': [], web: [] })).toEqual([
      'verification.W! must be named like a release',
      'verification.web must be a list of checks',
    ]);
  });
});

describe('refuseUnknownChecks', () => {
  const projects = [{ project: 'web', chartDir: 'c' }];

  it('refuses checks of a release that nobody has, with the nearest one', () => {
    const environment = anEnvironment({ verification: { wbe: [{ path: '/' }] } });
    expect(() => refuseUnknownChecks({ environment, projects }, [])).toThrow(
      expect.objectContaining({ exitCode: 64, hint: 'Did you mean "web"? Releases: web.' }) as Error,
    );
  });

  it('takes those of any project, selected or not', () => {
    const environment = anEnvironment({ verification: { web: [{ path: '/' }] } });
    expect(() => refuseUnknownChecks({ environment, projects }, [])).not.toThrow();
  });
});
