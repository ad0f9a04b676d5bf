import { createFakeFiles } from '@slipway/testing';
import { checkDependencies, toLockDigest } from './dependencies.ts';

const wanted = [{ name: 'a', version: '0.1.0', repository: 'file://../a', condition: 'a.enabled' }];
const locked = [{ name: 'a', repository: 'file://../a', version: '0.1.0' }];
const lock = (digest: string) =>
  `dependencies:\n- name: a\n  repository: file://../a\n  version: 0.1.0\ndigest: ${digest}\n`;
const chart = (version: string) =>
  `name: x\ndependencies: [{ name: a, version: ${version}, repository: 'file://../a', condition: a.enabled }]\n`;
const check = (files: Record<string, string>) =>
  checkDependencies({ chartDir: '/w/x', chart: 'x' }, createFakeFiles({ '/w/x/values.yaml': VALUES, ...files }));
const VALUES = 'a: { enabled: true }\n';

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

  it('finds a dependency of the workspace with another version', async () => {
    const files = { '/w/x/Chart.yaml': chart('0.2.0'), '/w/a/Chart.yaml': 'name: a\nversion: 0.1.0\n' };
    expect(await check(files)).toEqual([
      expect.objectContaining({
        rule: 'other-version',
        file: 'x/Chart.yaml',
        message: 'it asks for a 0.2.0, and ../a has version 0.1.0',
        fix: 'Ask for 0.1.0.',
      }),
    ]);
    expect(await check({ ...files, '/w/x/Chart.yaml': chart('"^0.1.0"') })).toEqual([]);
    expect(await check({ ...files, '/w/x/Chart.yaml': chart('0.1.0') })).toEqual([]);
  });

  it.each(['a: { enable: true }', 'a: { enabled: "yes" }', 'a: 1', ''])(
    'finds a condition without its value in %p',
    async (values) => {
      expect(await check({ '/w/x/Chart.yaml': chart('0.1.0'), '/w/x/values.yaml': values })).toEqual([
        expect.objectContaining({
          rule: 'unknown-condition',
          file: 'x/Chart.yaml',
          message: 'nothing switches a: values.yaml has no true or false at a.enabled',
        }),
      ]);
    },
  );
});
