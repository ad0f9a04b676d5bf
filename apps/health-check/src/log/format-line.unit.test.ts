import { aTargetResult } from '../__fixtures__/a-result.ts';
import { formatLine } from './format-line.ts';

const TIME = '2026-11-21T06:30:04.123Z';

describe('formatLine', () => {
  it('says how a target is', () => {
    expect(formatLine(TIME, aTargetResult())).toBe(`${TIME} ok     sample GET http://sample/ 200 12 ms\n`);
  });

  it('says why it failed', () => {
    const { httpStatus, ...rest } = aTargetResult({
      status: 'failed',
      attempts: 3,
      failure: { code: 'Timeout', detail: 'no whole answer within 10 ms' },
    });
    expect(httpStatus).toBe(200);
    expect(formatLine(TIME, rest)).toBe(
      `${TIME} FAILED sample GET http://sample/ - 12 ms attempt 3 Timeout: no whole answer within 10 ms\n`,
    );
  });

  it('stays one line, and never steers a terminal', () => {
    const failure = { code: 'Failed', detail: 'a\nb\r\u001b[31mc\u2028d\u202ee' } as const;
    expect(formatLine(TIME, aTargetResult({ status: 'failed', failure }))).toMatch(/ Failed: a\?b\?\?\[31mc\?d\?e\n$/);
  });
});
