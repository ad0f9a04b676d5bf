import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { aResult, aTargetResult } from '../__fixtures__/a-result.ts';
import { FAILURE_CODES } from '../check/failure.ts';

const folder = import.meta.dirname;
const schema = JSON.parse(readFileSync(join(folder, 'health-result.schema.json'), 'utf8')) as {
  definitions: { target: { properties: { failure: { properties: { code: { enum: string[] } } } } } };
};
const failed = aTargetResult({ status: 'failed', failure: { code: 'Refused', detail: 'the connection was refused' } });

function isValid(result: object): boolean {
  const ajv = new Ajv();
  (formats.default as unknown as (ajv: Ajv) => void)(ajv);
  return ajv.validate(schema, result);
}

describe('toHealthResult', () => {
  it('sums up a run', () => {
    expect(aResult([aTargetResult(), failed, aTargetResult()])).toMatchObject({
      id: '20261121T063004123Z-0123abcd',
      startedAt: '2026-11-21T06:30:04.123Z',
      finishedAt: '2026-11-21T06:30:04.173Z',
      status: 'failed',
      counts: { ok: 2, failed: 1 },
    });
    expect(aResult().status).toBe('ok');
  });
});

describe('health-result.schema.json', () => {
  it('describes results', () => {
    expect(isValid(aResult())).toBe(true);
    expect(isValid(aResult([failed]))).toBe(true);
  });

  it.each([
    ['no target', aResult([])],
    ['another schema', { ...aResult(), schema: 'slipway.health-result/v2' }],
    ['an unknown key', { ...aResult(), extra: 1 }],
    ['a failed target without its failure', aResult([aTargetResult({ status: 'failed' })])],
    ['a well target with a failure', aResult([{ ...failed, status: 'ok' }])],
    ['an unknown code', aResult([{ ...failed, failure: { code: 'Other' as 'Failed', detail: '' } }])],
  ])('refuses %s', (_title, result) => {
    expect(isValid(result)).toBe(false);
  });

  it('and README.md know every code of a failure', () => {
    expect(schema.definitions.target.properties.failure.properties.code.enum).toEqual(FAILURE_CODES);
    const readme = readFileSync(join(folder, '../../README.md'), 'utf8');
    expect(FAILURE_CODES.filter((code) => !readme.includes(`| \`${code}\` `))).toEqual([]);
  });
});
