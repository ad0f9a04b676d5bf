import { gzipSync } from 'node:zlib';
import type { KubeObject } from '@slipway/contracts';
import { storedDrift } from './stored-drift.ts';

const MANIFEST = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n';
const secret = (status = 'deployed', manifest = MANIFEST): KubeObject => {
  const packed = gzipSync(JSON.stringify({ manifest })).toString('base64');
  const metadata = { name: 'sh.helm.release.v1.web.v1', namespace: 'shop', labels: { status } };
  return { apiVersion: 'v1', kind: 'Secret', metadata, data: { release: Buffer.from(packed).toString('base64') } };
};
const live = (replicas: number, manager = 'helm'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', managedFields: [{ manager, fieldsV1: { 'f:spec': {} } }] },
  spec: { replicas },
});

describe('storedDrift', () => {
  it.each([
    ['what Helm wrote', [live(1)], []],
    ['an edit that was taken back', [live(1, 'kubectl')], []],
    ['another number of pods', [live(3, 'kubectl')], ['Deployment/web /spec/replicas']],
    ['a workload that is gone', [], ['Deployment/web ']],
  ])('finds in %s what differs', async (_title, workloads, expected) => {
    const { state, fields } = await storedDrift(secret(), workloads);
    expect(fields.map(({ kind, name, path }) => `${kind}/${name} ${path}`)).toEqual(expected);
    expect(state).toBe(expected.length > 0 ? 'drifted' : 'none');
  });

  it('does not know while the newest revision is not a finished one, or cannot be read', async () => {
    const broken = { ...secret(), data: { release: 'AAAA' } };
    for (const one of [undefined, secret('pending-upgrade'), broken]) {
      expect(await storedDrift(one, [live(1)])).toEqual({ state: 'unknown', fields: [] });
    }
  });
});
