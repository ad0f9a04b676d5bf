import fc from 'fast-check';
import { aVerdict } from '@slipway/testing';
import { parseXml } from './__fixtures__/parse-xml.ts';
import { toJUnit } from './junit.ts';
import type { RunReport } from './run-report.ts';

const cause = {
  code: 'CrashAtStart' as const,
  object: 'Pod/web-1',
  container: 'app',
  message: 'it ended with exit code 3.',
  logs: ['a <b> & "c"'],
  hint: 'Read the log.',
};
const report = (change: Partial<RunReport> = {}): RunReport => ({
  command: 'deploy',
  environment: 'dev',
  startedAt: 0,
  durationMs: 1500,
  notes: [],
  result: {
    schema: 'slipway.result/v1',
    environment: 'dev',
    exitCode: 1,
    planHash: 'h',
    releases: [
      aVerdict({ name: 'good', durationMs: 1234 }),
      aVerdict({ name: 'bad', status: 'rolled-back', cause }),
      aVerdict({
        name: 'late',
        status: 'skipped',
        cause: { ...cause, code: 'DependencyFailed', message: 'bad failed.' },
      }),
    ],
  },
  ...change,
});

describe('toJUnit', () => {
  it('has one case for each release, with the cause of what failed', () => {
    const suites = parseXml(toJUnit(report()));
    const suite = suites.children[0];
    expect([suites.name, suite?.name, suite?.attributes]).toEqual([
      'testsuites',
      'testsuite',
      {
        name: 'slipway deploy dev',
        tests: '3',
        failures: '1',
        errors: '0',
        skipped: '1',
        time: '1.500',
        timestamp: '1970-01-01T00:00:00',
        hostname: 'slipway',
      },
    ]);
    expect(
      suite?.children.map(({ name, attributes, children }) => [name, attributes, children.map((one) => one.name)]),
    ).toEqual([
      ['testcase', { name: 'good', classname: 'slipway.dev.shop', time: '1.234' }, []],
      ['testcase', { name: 'bad', classname: 'slipway.dev.shop', time: '0.000' }, ['failure']],
      ['testcase', { name: 'late', classname: 'slipway.dev.shop', time: '0.000' }, ['skipped']],
    ]);
    expect(suite?.children[1]?.children[0]).toMatchObject({
      attributes: { message: 'it ended with exit code 3.', type: 'CrashAtStart' },
      text: 'CrashAtStart at Pod/web-1 (container app): it ended with exit code 3.\nThe release is rolled-back.\na <b> & "c"\nRead the log.',
    });
  });

  it('says why a release could not be taken back', () => {
    const wayBackCause = {
      ...cause,
      code: 'ApiUnreachable' as const,
      message: 'no answer.',
      logs: [],
      hint: 'Run again.',
    };
    const releases = [aVerdict({ name: 'bad', status: 'failed', cause, wayBackCause })];
    const result = {
      schema: 'slipway.result/v1' as const,
      environment: 'dev',
      exitCode: 1 as const,
      planHash: 'h',
      releases,
    };
    expect(toJUnit(report({ result }))).toContain(
      'Read the log.\nIt could not be taken back:\nApiUnreachable at Pod/web-1 (container app): no answer.\nRun again.</failure>',
    );
  });

  it('has a case with an error for a run that ended before it had a plan', () => {
    const error = { schema: 'slipway.error/v1' as const, exitCode: 1, code: 'ApiUnreachable', message: 'no answer.', hint: 'Start it.' }; // prettier-ignore
    const { result: _result, ...rest } = report();
    const suite = parseXml(toJUnit({ ...rest, error })).children[0];
    expect(suite?.attributes).toMatchObject({ tests: '1', errors: '1', failures: '0' });
    expect(suite?.children[0]?.children[0]).toMatchObject({ name: 'error', text: 'no answer.\nStart it.' });
  });

  it('is well formed whatever stands in names, messages and logs, and says what XML can say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (wild, name) => {
        const verdict = aVerdict({
          name,
          status: 'failed',
          cause: { ...cause, message: wild, logs: [wild, ']]>', '\ud800'] },
        });
        const result = { ...report().result, releases: [verdict] } as NonNullable<RunReport['result']>;
        const parsed = parseXml(toJUnit(report({ result, environment: wild })));
        expect(parsed.children[0]?.children).toHaveLength(1);
      }),
    );
    const message = 'tab\there, "quotes", <tags>, ä€😀 and\nlines';
    const result = { ...report().result, releases: [aVerdict({ status: 'failed', cause: { ...cause, message } })] } as NonNullable<RunReport['result']>; // prettier-ignore
    expect(parseXml(toJUnit(report({ result }))).children[0]?.children[0]?.children[0]?.attributes['message']).toBe(
      message,
    );
  });

  it('has no escape sequence of a log', () => {
    const logs = ['\u001b[31mred\u001b[0m \u001b]0;title\u0007end'];
    const result = { ...report().result, releases: [aVerdict({ status: 'failed', cause: { ...cause, logs } })] } as NonNullable<RunReport['result']>; // prettier-ignore
    expect(toJUnit(report({ result }))).toContain('\nred end\n');
  });
});
