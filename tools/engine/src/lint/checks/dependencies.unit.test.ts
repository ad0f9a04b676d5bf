import { createFakeFiles } from '@slipway/testing';
import { checkDependencies, toLockDigest } from './dependencies.ts';

const wanted = [{ name: 'a', version: '0.1.0', repository: 'file://../a', condition: 'a.enabled' }];
const locked = [{ name: 'a', repository: 'file://../a', version: '0.1.0' }];
const lock = (digest: string) =>
  `dependencies:\n- name: a\n  repository: file://../a\n  version: 0.1.0\ndigest: ${digest}\n`;
const chart = (version: string) =>
  `name: x\ndependencies: [{ name: a, version: ${version}, repository: 'file://../a', condition: a.enabled }]\n`;
const check = (files: Record<string, string>) =>
  checkDependencies({ chartDir: '/w/x', chart: 'x' }, createFakeFiles(files));

describe('checkDependencies', () => {
  it('has nothing to say of a lock that fits, or where there is none', async () => {
    const digest = toLockDigest(wanted, locked);
    expect(await check({ '/w/x/Chart.yaml': chart('0.1.0'), '/w/x/Chart.lock': lock(digest) })).toEqual([]);
    expect(await check({ '/w/x/Chart.yaml': chart('0.1.0') })).toEqual([]);
  });

  it('finds a lock that was made from other dependencies', async () => {
    const digest = toLockDigest(wanted, locked);
    expect(await check({ '/w/x/Chart.yaml': chart('0.2.0'), '/w/x/Chart.lock': lock(digest) })).toEqual([
      expect.objectContaining({
        rule: 'lock-out-of-step',
        file: 'x/Chart.lock',
        fix: 'Run "helm dependency update x".',
      }),
    ]);
  });
});
