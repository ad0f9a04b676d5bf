import { parseTargets } from './parse-targets.ts';

const parse = (list: unknown) => parseTargets(JSON.stringify(list), { timeoutMs: 1000, retries: 2 });
const faultsOf = (target: object) => parse([{ url: 'http://a/', ...target }]).faults;

describe('parseTargets', () => {
  it('fills in what a target does not say', () => {
    expect(parse([{ url: 'http://a/' }])).toEqual({
      faults: [],
      targets: [
        { name: 'target-1', url: 'http://a/', method: 'GET', status: 200, timeoutMs: 1000, retries: 2, headers: {} },
      ],
    });
  });

  it('takes everything that a target may say', () => {
    const target = {
      name: 'logs',
      url: 'https://a/logs?limit=1',
      method: 'GET',
      status: 204,
      timeoutMs: 50,
      retries: 0,
      body: { contains: 'x' },
      headers: { Accept: 'a/b', Authorization: { file: '/key', prefix: 'Bearer ' } },
    };
    expect(parse([target])).toEqual({ faults: [], targets: [target] });
  });

  it.each<[string, object, string]>([
    ['an unknown key', { uri: 1 }, 'has an unknown key'],
    ['no address', { url: undefined }, 'url must be an http or https URL'],
    ['another scheme', { url: 'file:///etc/passwd' }, 'url must be an http or https URL'],
    ['a password in the address', { url: 'http://u:canary@a/' }, 'url must have no user and password'],
    ['a fragment', { url: 'http://a/#x' }, 'url must have no fragment'],
    ['a name of two words', { name: 'a b' }, 'name must be one word'],
    ['a name with a line break', { name: 'a\nb' }, 'name must be one word'],
    ['a method that changes things', { method: 'POST' }, 'method must be GET or HEAD'],
    ['a status that is none', { status: 99 }, 'status must be a whole number from 100 to 599'],
    ['a status as text', { status: '200' }, 'status must be a whole number from 100 to 599'],
    ['a time limit of nothing', { timeoutMs: 0 }, 'timeoutMs must be a whole number from 1'],
    ['endless retries', { retries: 11 }, 'retries must be a whole number from 0 to 10'],
    ['a rule that is none', { body: { holds: 'x' } }, 'body must be {"contains": text}'],
    ['two rules', { body: { contains: 'x', ndjson: true } }, 'body must be {"contains": text}'],
    ['a pointer that is none', { body: { json: 'a.b', equals: 1 } }, 'body json must be a JSON Pointer'],
    ['a rule for a body that never comes', { method: 'HEAD', body: { contains: 'x' } }, 'body cannot be judged'],
    ['a secret in clear', { headers: { 'X-Api-Key': 'canary' } }, 'header X-Api-Key is a secret: give {"file": path}'],
    ['a header with a line break', { headers: { A: 'x\r\nB: y' } }, 'header A must be printable ASCII'],
    ['a header that breaks the exchange', { headers: { Host: 'x' } }, 'header Host cannot be set'],
    ['a header without a file', { headers: { A: { prefix: 'x' } } }, 'header A must name a file'],
    ['a header with an unknown key', { headers: { A: { file: '/x', mode: 1 } } }, 'header A must be a text or'],
    ['headers that are none', { headers: [] }, 'headers must be an object'],
  ])('finds %s', (_title, target, expected) => {
    const faults = faultsOf(target);
    expect(faults).toEqual([expect.stringContaining(`target 1: ${expected}`)]);
    expect(faults.join()).not.toContain('canary');
  });

  it('finds every fault at once, and names that are taken', () => {
    const { faults } = parse([{ name: 'a', url: 'x' }, { name: 'a', url: 'http://a/', status: 1 }, 7]);
    expect(faults.map((fault) => fault.replace(/(target \d).*(url|status|name|object).*/, '$1 $2'))).toEqual([
      'target 1 url',
      'target 2 status',
      'target 2 name',
      'target 3 object',
      'target 3 url',
    ]);
  });

  it.each([['nonsense canary'], ['{}'], ['[]'], ['null'], [JSON.stringify(Array.from({ length: 1001 }, () => 1))]])(
    'refuses what is no list of targets',
    (json) => {
      const { targets, faults } = parseTargets(json, { timeoutMs: 1, retries: 0 });
      expect({ targets, count: faults.length }).toEqual({ targets: [], count: 1 });
      expect(faults[0]).toMatch(/must (be a JSON array|have 1 to 1000) /);
    },
  );
});
