import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toClusterPaths } from '../cluster-paths.ts';
import { toTraefikTlsPath } from './config/traefik-config.ts';
import { ensureIngressCertificate, toLocalHosts } from './ingress-certificate.ts';
import { ensurePki, LEAF_DAYS } from './pki/ensure-pki.ts';

const anIngress = (hosts: string[], tlsHosts: string[] = []) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'i' },
  spec: { rules: hosts.map((host) => ({ host })), tls: [{ hosts: tlsHosts }] },
});

describe('toLocalHosts', () => {
  it('takes hosts below .localhost, of rules and of TLS', () => {
    const hosts = ['api.localhost', 'a.b.localhost', 'example.com', '*.localhost', 'localhost', 'evil.localhost.com'];
    expect(toLocalHosts(anIngress(hosts, ['x.localhost']))).toEqual(['api.localhost', 'a.b.localhost', 'x.localhost']);
  });
  it('takes nothing from an Ingress without rules', () => {
    expect(toLocalHosts({ apiVersion: 'v1', kind: 'Ingress', metadata: { name: 'i' } })).toEqual([]);
  });
});

describe('ensureIngressCertificate', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'slipway-ingress-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('adds hosts to those it names, by an authority that clients can trust', async () => {
    const paths = toClusterPaths('local', { SLIPWAY_STATE_DIR: folder });
    await ensurePki(paths.pki);
    const read = async () => {
      const { tls } = parse(await readFile(toTraefikTlsPath(paths), 'utf8'));
      return new X509Certificate(tls.stores.default.defaultCertificate.certFile);
    };
    expect(await ensureIngressCertificate(paths, ['b.localhost'])).toBe(true);
    expect(await ensureIngressCertificate(paths, ['b.localhost'])).toBe(false);
    expect(await ensureIngressCertificate(paths, ['a.localhost'])).toBe(true);
    expect(await ensureIngressCertificate(paths, [])).toBe(false);

    const certificate = await read();
    expect(certificate.subjectAltName).toBe('DNS:localhost, DNS:a.localhost, DNS:b.localhost');
    const authority = new X509Certificate(await readFile(join(paths.pki, 'ingress-ca.crt')));
    expect(certificate.checkIssued(authority) && certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkHost('a.localhost')).toBe('a.localhost');

    const nearlyOver = new Date(Date.now() + (LEAF_DAYS - 10) * 24 * 3600 * 1000);
    expect(await ensureIngressCertificate(paths, [], nearlyOver)).toBe(true);
    expect((await read()).subjectAltName).toBe('DNS:localhost, DNS:a.localhost, DNS:b.localhost');
  });
});
