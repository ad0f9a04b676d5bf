import { createFakeHelm } from './helm-client.ts';
import { createFakeKube } from './kube-client.ts';

const ref = { name: 'web', namespace: 'shop' };
const source = { chartDir: '/charts/web', valuesFiles: [], values: {} };
const upgrade = (specHash: string) => ({ labels: { specHash }, description: '', timeoutMs: 1 });

describe('createFakeHelm', () => {
  it('keeps revisions as Helm does: one deployed, the others superseded, a rollback as a new one', async () => {
    const kube = createFakeKube();
    const helm = createFakeHelm(kube);
    await helm.upgrade(ref, source, upgrade('one'));
    await helm.upgrade(ref, source, upgrade('two'));
    await helm.rollback(ref, 1);
    const revisions = kube.all('Secret').map(({ metadata }) => metadata.labels ?? {});
    expect(revisions.map(({ version, status, specHash }) => [version, status, specHash])).toEqual([
      ['1', 'superseded', 'one'],
      ['2', 'superseded', 'two'],
      ['3', 'deployed', 'one'],
    ]);
    expect([await helm.uninstall(ref), await helm.uninstall(ref)]).toEqual([true, false]);
  });
});
