import type { HistoryEntry, HistoryReport } from '@slipway/contracts';
import { toHistoryText } from './history-text.ts';

const entry: HistoryEntry = {
  release: 'web',
  namespace: 'shop',
  number: 2,
  at: '2026-01-02T03:04:05.678Z',
  by: 'Ann <ann@shop.test>',
  commit: `${'a'.repeat(40)}+dirty`,
  action: 'deploy',
  result: 'rolled-back',
  cause: 'CrashAtStart',
  revision: 4,
  digest: `sha256:${'b'.repeat(64)}`,
  planHash: 'p',
  specHash: 's',
  hash: 'h',
};
const report = (change: Partial<HistoryReport> = {}): HistoryReport => ({
  schema: 'slipway.history/v1',
  environment: 'local',
  records: [entry],
  total: 1,
  chains: [{ release: 'web', namespace: 'shop', kept: 1, pruned: 1 }],
  problems: [],
  ...change,
});

describe('toHistoryText', () => {
  it('says who did what, how it ended, and that the chain was verified', () => {
    expect(toHistoryText(report())).toBe(
      [
        'RELEASE  RECORD  WHEN                  WHO                  ACTION  RESULT                      REVISION  DIGEST               COMMIT',
        'web      2       2026-01-02 03:04:05Z  Ann <ann@shop.test>  deploy  rolled-back (CrashAtStart)  4         sha256:bbbbbbbbbbbb  aaaaaaaaaaaa+dirty',
        '',
        '✓ 1 record of 1 release verified; 1 older ones were pruned',
        '',
      ].join('\n'),
    );
  });

  it('names what does not fit, and marks the record', () => {
    const problems = [{ code: 'RecordChanged' as const, release: 'web', namespace: 'shop', record: 2, message: 'record 2 was changed.' }]; // prettier-ignore
    const text = toHistoryText(report({ records: [{ ...entry, problems: ['RecordChanged'] }], problems }));
    expect(text).toContain('\n! web');
    expect(text).toContain('\n  web: RecordChanged: record 2 was changed.\n');
  });

  it('lets no record write on the terminal', () => {
    expect(toHistoryText(report({ records: [{ ...entry, by: 'me\u001b[2J\nweb  9' }] }))).toContain('me?[2J?web  9');
  });

  it('shows who approved, where somebody did', () => {
    const approval = { by: 'Bob', planHash: 'c'.repeat(40) };
    expect(toHistoryText(report({ records: [{ ...entry, approval }] }))).toContain('Bob (plan cccccccccccc)');
  });
});
