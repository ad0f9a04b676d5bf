import 'reflect-metadata';
import { KeyObject, X509Certificate, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { issueCertificate } from './certificate.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LIFE = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2050-06-01T00:00:00Z') };

/** An authority as another writer makes it: its name in UTF8String, a key id that is not the hash of the key. */
async function anAuthority() {
  const keys = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...LIFE,
    name: new x509.Name([{ CN: [{ utf8String: 'an-authority' }] }]),
    keys,
    signingAlgorithm: ECDSA,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectKeyIdentifierExtension('0102030405'),
    ],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: certificate.toString('pem'), key };
}

describe('issueCertificate', () => {
  it('names its issuer with the bytes and the key id of the issuer', async () => {
    const authority = await anAuthority();
    const { cert } = await issueCertificate({ commonName: 'leaf', use: ['client'], ...LIFE }, authority);
    const leaf = new x509.X509Certificate(cert);
    const parent = new x509.X509Certificate(authority.cert);
    expect(Buffer.from(leaf.issuerName.toArrayBuffer())).toEqual(Buffer.from(parent.subjectName.toArrayBuffer()));
    expect(leaf.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe('0102030405');
    expect(new X509Certificate(cert).checkIssued(new X509Certificate(authority.cert))).toBe(true);
  });

  it('says what was asked for, in the order asked for', async () => {
    const request = {
      commonName: 'system:node:n',
      organization: 'system:nodes',
      use: ['server', 'client'] as ('server' | 'client')[],
      altNames: ['a.b', '*.c.d', '10.96.0.1'],
      ...LIFE,
    };
    const certificate = new X509Certificate((await issueCertificate(request)).cert);
    expect(certificate.subject).toBe('O=system:nodes\nCN=system:node:n');
    expect(certificate.subjectAltName).toBe('DNS:a.b, DNS:*.c.d, IP Address:10.96.0.1');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(certificate.ca).toBe(false);
    expect(certificate.validToDate).toEqual(LIFE.notAfter);
  });
});
