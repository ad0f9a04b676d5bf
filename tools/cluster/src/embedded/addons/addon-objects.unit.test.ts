import type { Stage } from '../components.ts';
import { toObjectPath } from '../kube/kube-object.ts';
import type { Rule } from './rbac.ts';
import { toAddonObjects } from './addon-objects.ts';

const STAGES: Stage[] = ['node', 'policy', 'dns', 'storage', 'ingress', 'metrics'];
const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'x' },
  spec: 1,
};
const objects = STAGES.flatMap((stage) => toAddonObjects(stage, { caPem: 'CA', crds: [crd] }));
const find = (kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

describe('toAddonObjects', () => {
  it('gives every object a path of its own and the label of its maker', () => {
    const all = objects.map(toObjectPath);
    expect(new Set(all).size).toBe(all.length);
    for (const { metadata } of objects)
      expect(metadata.labels?.['app.kubernetes.io/managed-by']).toBe('slipway-cluster');
  });

  it('answers for DNS at the address pods are told', () => {
    expect(find('Service', 'kube-dns')?.['spec']).toMatchObject({ clusterIP: '10.96.0.10' });
    expect(find('EndpointSlice', 'kube-dns')?.['endpoints']).toEqual([
      { addresses: ['172.31.255.1'], conditions: { ready: true } },
    ]);
  });

  it('makes the default StorageClass give local volumes', () => {
    expect(find('StorageClass', 'local-path')?.metadata.annotations).toEqual({
      'storageclass.kubernetes.io/is-default-class': 'true',
      defaultVolumeType: 'local',
    });
  });

  it('has the API server check the certificate of the metrics API', () => {
    const spec = find('APIService', 'v1beta1.metrics.k8s.io')?.['spec'] as Record<string, unknown>;
    expect(spec['caBundle']).toBe('Q0E=');
    expect(spec).not.toHaveProperty('insecureSkipTLSVerify');
  });

  it('defines the kinds of Calico before it makes objects of them', () => {
    const kinds = toAddonObjects('policy', { caPem: 'CA', crds: [crd] }).map(({ kind }) => kind);
    expect(kinds[0]).toBe('CustomResourceDefinition');
    expect(kinds.slice(-3)).toEqual(['ClusterInformation', 'FelixConfiguration', 'IPPool']);
    expect(find('CustomResourceDefinition', 'x')?.['spec']).toBe(1);
  });

  it('counts the addresses of pods as such, without tunnels, and hides them from the world', () => {
    expect(find('IPPool', 'slipway')?.['spec']).toEqual({
      cidr: '10.244.0.0/16',
      ipipMode: 'Never',
      vxlanMode: 'Never',
      natOutgoing: true,
    });
  });

  it('lets the enforcer of policies write nothing', () => {
    const verbs = (find('ClusterRole', 'slipway:calico-felix')?.['rules'] as Rule[]).flatMap((rule) => rule.verbs);
    expect(new Set(verbs)).toEqual(new Set(['get', 'list', 'watch']));
  });

  it('grants no add-on a wildcard, and secrets to the ingress alone', () => {
    for (const { kind, metadata, ...rest } of objects) {
      if (!kind.endsWith('Role')) continue;
      const rules = rest['rules'] as Rule[];
      for (const { apiGroups, resources, verbs } of rules)
        expect([...apiGroups, ...resources, ...verbs]).not.toContain('*');
      const readsSecrets = rules.some(({ resources }) => resources.includes('secrets'));
      expect(readsSecrets).toBe(metadata.name === 'slipway:traefik');
    }
  });
});

describe('toObjectPath', () => {
  it.each([
    [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'n' } }, '/api/v1/namespaces/n/secrets/s'],
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }, '/api/v1/namespaces/n'],
    [
      { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'c' } },
      '/apis/networking.k8s.io/v1/ingressclasses/c',
    ],
  ])('%j', (object, expected) => {
    expect(toObjectPath(object)).toBe(expected);
  });
  it('refuses a kind it does not know', () => {
    expect(() => toObjectPath({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } })).toThrow('no path known');
  });
});
