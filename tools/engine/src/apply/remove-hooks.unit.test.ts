import type { KubeClient, KubeKind } from '@slipway/contracts';
import { anObject } from '@slipway/testing';
import { removeHooks } from './remove-hooks.ts';

describe('removeHooks', () => {
  it('removes what hooks are and what they need, and nothing else', async () => {
    const removed: string[] = [];
    const kube: Pick<KubeClient, 'delete'> = {
      delete: (kind: KubeKind, name: string, namespace: string | undefined) =>
        Promise.resolve(removed.push(`${namespace}/${kind.plural}/${name}`) > 0),
    };
    const hooks = [
      anObject('v1', 'Pod', { name: 'test' }),
      anObject('batch/v1', 'Job', { name: 'migrate' }),
      anObject('v1', 'ServiceAccount', { name: 'hook' }),
      anObject('networking.k8s.io/v1', 'NetworkPolicy', { name: 'hook' }),
      anObject('v1', 'PersistentVolumeClaim', { name: 'data' }),
    ];
    await removeHooks(hooks, 'shop', kube as KubeClient);
    expect(removed).toEqual([
      'shop/pods/test',
      'shop/jobs/migrate',
      'shop/serviceaccounts/hook',
      'shop/networkpolicies/hook',
    ]);
  });
});
