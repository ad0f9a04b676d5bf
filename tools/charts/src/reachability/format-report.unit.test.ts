import { formatReport } from './format-report.ts';

const cases = [
  { environment: 'dev', layout: 'declared' as const, pods: 9, policies: 4 },
  { environment: 'dev', layout: 'apart' as const, pods: 9, policies: 4 },
];

describe('formatReport', () => {
  it('says in one line that nothing differs', () => {
    expect(formatReport({ cases, findings: [] })).toEqual([
      'reachability: as declared (dev; 2 layouts, 8 policies, 18 pods)',
    ]);
  });

  it('gives each difference with its fix', () => {
    const finding = {
      environment: 'dev',
      layout: 'apart' as const,
      kind: 'blocked' as const,
      from: 'a',
      to: 'b',
      port: 'TCP 1',
      policies: [],
      message: 'declared and refused: a to b',
      fix: 'Let it in.',
    };
    expect(formatReport({ cases, findings: [finding] })).toEqual([
      'dev, with a namespace per service: declared and refused: a to b',
      '        Let it in.',
      'reachability: 1 difference (dev; 2 layouts, 8 policies, 18 pods)',
    ]);
  });
});
