import { gzipSync } from 'node:zlib';
import type { HelmClient, HelmSource, KubeObject } from '@slipway/contracts';
import type { FakeKube } from './kube-client.ts';

/** Helm in memory: keeps its revisions as the Secrets that real Helm would write. */
export interface FakeHelm extends HelmClient {
  calls: string[];
  /** What `template` prints, by release name. */
  manifests: Record<string, string>;
  /** Called after an upgrade, rollback or uninstall, to play the controllers. */
  onChange: (
    verb: 'upgrade' | 'rollback' | 'uninstall',
    name: string,
    source: HelmSource | undefined,
  ) => void | Promise<void>;
  /** Whether tests pass. */
  testsPass: boolean;
}

/** A Helm that writes to a fake cluster. */
export function createFakeHelm(kube: FakeKube): FakeHelm {
  const calls: string[] = [];
  const revisionsOf = (name: string) =>
    kube
      .all('Secret')
      .filter(({ metadata }) => metadata.labels?.owner === 'helm' && metadata.labels.name === name)
      .sort((a, b) => Number(b.metadata.labels?.version) - Number(a.metadata.labels?.version));
  const write = (name: string, namespace: string, labels: Record<string, string>) => {
    const old = revisionsOf(name);
    for (const secret of old) {
      if (secret.metadata.labels?.status !== 'deployed') continue;
      kube.put({
        ...secret,
        metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status: 'superseded' } },
      });
    }
    const version = Number(old[0]?.metadata.labels?.version ?? 0) + 1;
    kube.put(aRevisionSecret(name, version, 'deployed', labels, namespace, helm.manifests[name]));
  };
  const helm: FakeHelm = {
    calls,
    manifests: {},
    onChange: () => undefined,
    testsPass: true,
    fingerprint: () => Promise.resolve('fake'),
    template(ref) {
      calls.push(`template ${ref.name}`);
      return Promise.resolve(helm.manifests[ref.name] ?? '');
    },
    fetchDependencies: () => Promise.resolve(),
    async upgrade(ref, source, { labels }) {
      calls.push(`upgrade ${ref.name}`);
      write(ref.name, ref.namespace, labels);
      await helm.onChange('upgrade', ref.name, source);
    },
    async rollback(ref, revision) {
      calls.push(`rollback ${ref.name} ${revision}`);
      const target = revisionsOf(ref.name).find(({ metadata }) => metadata.labels?.version === String(revision));
      write(ref.name, ref.namespace, target?.metadata.labels ?? {});
      await helm.onChange('rollback', ref.name, undefined);
    },
    async uninstall(ref) {
      calls.push(`uninstall ${ref.name}`);
      const old = revisionsOf(ref.name);
      for (const { metadata } of old) kube.drop('Secret', metadata.name, ref.namespace);
      await helm.onChange('uninstall', ref.name, undefined);
      return old.length > 0;
    },
    test(ref) {
      calls.push(`test ${ref.name}`);
      return Promise.resolve({
        passed: helm.testsPass,
        output: helm.testsPass ? 'ok' : 'POD LOGS: web-test\nno answer',
      });
    },
    manifest: (ref) => Promise.resolve(helm.manifests[ref.name] ?? ''),
    hooks: () => Promise.resolve(''),
    chartName: (ref) => Promise.resolve(ref.name),
  };
  return helm;
}

/** The Secret that Helm keeps a revision in. `labels` besides Helm's own; `manifest`: the objects as YAML. */
export function aRevisionSecret(
  name: string,
  version: number,
  status: string,
  labels: Record<string, string> = {},
  namespace = 'shop',
  manifest = '',
): KubeObject {
  const release = gzipSync(JSON.stringify({ name, version, info: { status }, manifest })).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace,
      labels: { ...labels, owner: 'helm', name, version: String(version), status },
    },
    data: { release: Buffer.from(release).toString('base64') },
  };
}
