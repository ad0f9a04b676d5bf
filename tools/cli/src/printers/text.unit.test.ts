import type { Cause, DeployEvent } from '@slipway/contracts';
import { createEventPrinter, toCauseLines } from './event-printer.ts';
import { formatDuration } from './format-duration.ts';
import { formatTable } from './format-table.ts';
import { toResultText } from './result-text.ts';

const cause: Cause = {
  code: 'CrashLoop',
  object: 'Pod/api-1',
  container: 'api',
  message: 'Exit code 1.',
  logs: ['boom'],
  hint: 'Look at the log.',
};

describe('formatDuration', () => {
  it.each([
    [0, '0.0 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [60_000, '1 min'],
    [200_000, '3 min 20 s'],
  ])('%i ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('formatTable', () => {
  it('aligns columns without trailing spaces', () => {
    expect(
      formatTable([
        ['a', 'bb', ''],
        ['ccc', 'd', 'e'],
      ]),
    ).toBe('a    bb\nccc  d   e');
  });
});

describe('toCauseLines', () => {
  it('says what, where, the log and what to do', () => {
    expect(toCauseLines(cause)).toEqual([
      '  CrashLoop at Pod/api-1 (container api): Exit code 1.',
      '    | boom',
      '  Look at the log.',
    ]);
  });
});

describe('toResultText', () => {
  it('has a row per release and the causes below', () => {
    const release = {
      name: 'api',
      project: 'api',
      namespace: 'n',
      status: 'rolled-back',
      revision: 3,
      formerRevision: 1,
      durationMs: 1500,
      needsVerification: false,
      cause,
    } as const;
    const text = toResultText({
      schema: 'slipway.result/v1',
      environment: 'local',
      exitCode: 1,
      planHash: '',
      releases: [release],
    });
    expect(text.split('\n').slice(0, 4)).toEqual([
      'api  rolled-back  revision 3  namespace n  1.5 s',
      '',
      'api:',
      '  CrashLoop at Pod/api-1 (container api): Exit code 1.',
    ]);
  });
});

describe('toResultText of a run after one that was killed', () => {
  it('says whose lease was taken over, and what could not be taken back', () => {
    const release = {
      name: 'api',
      project: 'api',
      namespace: 'n',
      status: 'failed',
      revision: 3,
      formerRevision: 1,
      durationMs: 1500,
      needsVerification: false,
      cause: { ...cause, code: 'GroupFailed', object: 'Release/web', container: undefined, logs: [] },
      wayBackCause: cause,
    } as never;
    const text = toResultText({
      schema: 'slipway.result/v1',
      environment: 'dev',
      exitCode: 1,
      planHash: '',
      takenOver: [{ namespace: 'n', holder: 'ann@ci (process 7)', since: '2026-01-01T00:00:00.000Z' }],
      releases: [release],
    });
    expect(text.split('\n')).toEqual([
      'Recovered: ann@ci (process 7), at work on namespace n since 2026-01-01T00:00:00.000Z, is gone; its lease was taken over.',
      'api  failed  revision 3  namespace n  1.5 s',
      '',
      'api:',
      '  GroupFailed at Release/web: Exit code 1.',
      '  Look at the log.',
      '  It could not be taken back:',
      '  CrashLoop at Pod/api-1 (container api): Exit code 1.',
      '    | boom',
      '  Look at the log.',
      '',
    ]);
  });
});

describe('createEventPrinter', () => {
  it('tells steps, not what was skipped for an unchanged release, and an object’s state once', () => {
    let text = '';
    const print = createEventPrinter({ write: (chunk) => (text += chunk) }, () => 0);
    const operation = (release: string, state: 'started' | 'done' | 'skipped' | 'failed', more = {}): DeployEvent => ({
      type: 'operation',
      id: `${release}/wait`,
      release,
      kind: 'wait',
      state,
      ...more,
    });
    const status: DeployEvent = {
      type: 'object-status',
      release: 'api',
      object: 'Pod/x',
      status: 'InProgress',
      message: 'starts',
    };
    const plan = { releases: [{ name: 'same', action: 'none' }] } as never;
    for (const event of [
      { type: 'plan', plan },
      operation('same', 'skipped'),
      operation('api', 'started'),
      status,
      status,
      operation('api', 'failed', { cause }),
    ] as DeployEvent[]) {
      print(event);
    }
    expect(text).toBe('  … api: wait\n    api Pod/x InProgress: starts\n  ✗ api: wait (0.0 s): Exit code 1.\n');
  });
});
