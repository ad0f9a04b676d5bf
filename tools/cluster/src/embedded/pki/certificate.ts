import { createPrivateKey, KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type { Extension } from '@peculiar/x509';

/** A certificate with its private key, both PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** What one certificate says. */
export interface CertificateRequest {
  commonName: string;
  organization?: string;
  /** Certificate authority, server or client. */
  use: ('ca' | 'server' | 'client')[];
  /** DNS names and IPv4 addresses a server answers for. `*.` is allowed for names. */
  altNames?: readonly string[];
  notBefore: Date;
  notAfter: Date;
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Loaded where a certificate is made, which is rare: an `up` that finds everything good never pays for it. */
async function loadX509() {
  await import('reflect-metadata'); // What the library's own parts are put together with.
  return import('@peculiar/x509');
}
type X509 = Awaited<ReturnType<typeof loadX509>>;

/** Makes an ECDSA P-256 key and its X.509 v3 certificate, signed by `issuer` or by itself. */
export async function issueCertificate(request: CertificateRequest, issuer?: KeyPair): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  // Name and key id are taken from the issuer's certificate as they are written there: readers compare bytes.
  const parent = issuer && new x509.X509Certificate(issuer.cert);
  const subject = [...(request.organization ? [{ O: [request.organization] }] : []), { CN: [request.commonName] }];
  const ownKeyId = await x509.SubjectKeyIdentifierExtension.create(keys.publicKey);
  const issuerKeyId = parent?.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId ?? ownKeyId.keyId;
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: parent?.subjectName ?? subject,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    publicKey: keys.publicKey,
    signingKey: issuer ? createPrivateKey(issuer.key).toCryptoKey(ECDSA, false, ['sign']) : keys.privateKey,
    signingAlgorithm: ECDSA,
    extensions: [...toExtensions(x509, request), ownKeyId, new x509.AuthorityKeyIdentifierExtension(issuerKeyId)],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return { cert: `${certificate.toString('pem').trim()}\n`, key: key.toString() };
}

function toExtensions(x509: X509, { use, altNames = [] }: CertificateRequest): Extension[] {
  const isCa = use.includes('ca');
  const { cRLSign, digitalSignature, keyCertSign } = x509.KeyUsageFlags;
  const purposes = use.flatMap((one) => (one === 'ca' ? [] : [x509.ExtendedKeyUsage[`${one}Auth`]]));
  const names = altNames.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }));
  return [
    new x509.BasicConstraintsExtension(isCa, undefined, true),
    new x509.KeyUsagesExtension(isCa ? keyCertSign | cRLSign : digitalSignature, true),
    ...(purposes.length > 0 ? [new x509.ExtendedKeyUsageExtension(purposes)] : []),
    ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
  ];
}
