import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, boolean, explicit, implicit, integer, octets, oid, sequence, set, time, tlv, utf8 } from './der.ts';

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

const OIDS = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
};

/**
 * Makes an ECDSA P-256 key and its X.509 v3 certificate, signed by `issuer` or by itself.
 * Shape per RFC 5280; Node itself can read certificates but not issue them.
 */
export function issueCertificate(request: CertificateRequest, issuer?: KeyPair & { commonName: string }): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const issuerKey = issuer ? createPrivateKey(issuer.key) : privateKey;
  const issuerSpki = createPublicKey(issuerKey).export({ type: 'spki', format: 'der' });
  const algorithm = sequence(oid(OIDS.ecdsaWithSha256));
  const body = sequence(
    explicit(0, integer(2)),
    integer(toSerial()),
    algorithm,
    toName({ commonName: issuer?.commonName ?? request.commonName }),
    sequence(time(request.notBefore), time(request.notAfter)),
    toName(request),
    spki,
    explicit(3, sequence(...toExtensions(request, spki, issuerSpki))),
  );
  const der = sequence(body, algorithm, bits(sign('sha256', body, issuerKey)));
  return { cert: toPem('CERTIFICATE', der), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function toSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // Positive and of full length.
  return serial;
}

function toName({ commonName, organization }: { commonName: string; organization?: string }): Buffer {
  const attribute = (id: string, value: string) => set(sequence(oid(id), utf8(value)));
  return sequence(
    ...(organization ? [attribute(OIDS.organization, organization)] : []),
    attribute(OIDS.commonName, commonName),
  );
}

function toExtensions(request: CertificateRequest, spki: Buffer, issuerSpki: Buffer): Buffer[] {
  const isCa = request.use.includes('ca');
  const extension = (id: string, critical: boolean, value: Buffer) =>
    sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
  // Key usage bits: digitalSignature is bit 0, keyCertSign bit 5, cRLSign bit 6.
  const keyUsage = isCa ? bits(Buffer.from([0b0000_0110]), 1) : bits(Buffer.from([0b1000_0000]), 7);
  const purposes = request.use.flatMap((use) => (use === 'ca' ? [] : [oid(OIDS[`${use}Auth`])]));
  return [
    extension(OIDS.basicConstraints, true, sequence(...(isCa ? [boolean(true)] : []))),
    extension(OIDS.keyUsage, true, keyUsage),
    ...(purposes.length > 0 ? [extension(OIDS.extendedKeyUsage, false, sequence(...purposes))] : []),
    ...(request.altNames?.length
      ? [extension(OIDS.subjectAltName, false, sequence(...request.altNames.map(toAltName)))]
      : []),
    extension(OIDS.subjectKeyId, false, octets(toKeyId(spki))),
    extension(OIDS.authorityKeyId, false, sequence(implicit(0, toKeyId(issuerSpki)))),
  ];
}

const toKeyId = (spki: Buffer): Buffer => createHash('sha1').update(spki).digest();

function toAltName(name: string): Buffer {
  return isIP(name) === 4 ? tlv(0x87, Buffer.from(name.split('.').map(Number))) : tlv(0x82, Buffer.from(name));
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
