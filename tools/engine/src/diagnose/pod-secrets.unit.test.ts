import { anObject, aPod, createFakeKube } from '@slipway/testing';
import { collectCause } from './collect-cause.ts';
import { readPodSecrets } from './pod-secrets.ts';

const aSecret = (name: string, value: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop' },
  data: { key: Buffer.from(value).toString('base64') },
});
const spec = {
  volumes: [{ secret: { secretName: 'a' } }, { projected: { sources: [{ secret: { name: 'b' } }] } }],
  containers: [
    {
      name: 'app',
      env: [
        { name: 'KEY', valueFrom: { secretKeyRef: { name: 'c', key: 'key' } } },
        { name: 'DB_PASSWORD', value: 'canary-e' },
      ],
    },
  ],
  initContainers: [{ name: 'init', envFrom: [{ secretRef: { name: 'd' } }, { configMapRef: { name: 'map' } }] }],
};

function setUp() {
  const secrets = ['a', 'b', 'c', 'd', 'other'].map((name) => aSecret(name, `canary-${name}`));
  const map = { ...anObject('v1', 'ConfigMap', { name: 'map' }), data: { token: 'canary-f', mode: 'canary-mode' } };
  return createFakeKube([...secrets, map, aPod({}, { spec })]);
}

describe('readPodSecrets', () => {
  it('has the values of all Secrets that the pod reads, and of variables and entries named like one', async () => {
    const hidden = await readPodSecrets('web-1-x', 'shop', setUp());
    expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((name) => !hidden.includes(`canary-${name}`))).toEqual([]);
    expect(hidden).not.toContain('canary-other');
    expect(hidden).not.toContain('canary-mode');
  });

  it('is empty without a pod, and leaves out what may not be read', async () => {
    const kube = setUp();
    expect(await readPodSecrets('none', 'shop', kube)).toEqual([]);
    const get = kube.get.bind(kube);
    kube.get = (kind, name, namespace) => kind.kind === 'Secret' ? Promise.reject(new Error('forbidden')) : get(kind, name, namespace); // prettier-ignore
    expect(await readPodSecrets('web-1-x', 'shop', kube)).toContain('canary-e');
  });
});

describe('collectCause', () => {
  it('hides them in logs and message, whoever made the Secret', async () => {
    const kube = setUp();
    kube.podLogs['web-1-x/app'] = ['connecting with canary-c', 'and canary-b'];
    const finding = { code: 'CrashAtStart' as const, object: 'Pod/web-1-x', message: 'said canary-a', hint: '', dueAt: 0, log: { pod: 'web-1-x', container: 'app', previous: false } }; // prettier-ignore
    const cause = await collectCause(finding, 'shop', { kube });
    expect([cause.message, cause.logs]).toEqual(['said (secret).', ['connecting with (secret)', 'and (secret)']]);
  });
});
