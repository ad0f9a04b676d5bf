import type { UpgradeReport } from '@slipway/engine';
import { formatUpgrade } from './format-upgrade.ts';

const aReport = (change: Partial<UpgradeReport> = {}): UpgradeReport => ({
  base: 'v1.0.0',
  compared: ['store/dev', 'store/prod'],
  findings: [],
  broken: [],
  notChecked: [],
  ...change,
});

describe('formatUpgrade', () => {
  it('says with what was compared', () => {
    expect(formatUpgrade(aReport())).toEqual([
      'upgrade safety: nothing that an upgrade cannot do (2 renders compared with v1.0.0)',
    ]);
  });

  it('gives each finding with place and fix', () => {
    const finding: UpgradeReport['findings'][number] = {
      render: 'store/prod',
      rule: 'immutable',
      severity: 'error',
      object: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'store' },
      path: '/spec/serviceName',
      message: '"a" cannot become "b"',
      fix: 'keep it',
    };
    expect(formatUpgrade(aReport({ findings: [finding] }))).toEqual([
      'error   store/prod  StatefulSet/store /spec/serviceName: "a" cannot become "b"\n        fix: keep it',
      'upgrade safety: 1 finding (2 renders compared with v1.0.0)',
    ]);
  });

  it('claims nothing where nothing could be compared', () => {
    expect(formatUpgrade(aReport({ compared: [], broken: ['store/dev cannot be rendered now: bad'] }))).toEqual([
      'error   store/dev cannot be rendered now: bad',
    ]);
  });

  it('claims nothing where there was no base', () => {
    const report = aReport({
      base: undefined,
      compared: [],
      notChecked: ['not checked: there is no release tag (v*)'],
    });
    expect(formatUpgrade(report)).toEqual(['note    not checked: there is no release tag (v*)']);
  });
});
