import { X509Certificate, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyPair } from './certificate.ts';
import { issueCertificate } from './certificate.ts';
import type { AuthorityName, Leaf } from './pki-layout.ts';
import { AUTHORITIES, LEAVES } from './pki-layout.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Life of an authority. */
export const AUTHORITY_DAYS = 3650;
/** Life of a leaf. */
export const LEAF_DAYS = 365;
/** A certificate with less than this left is made anew at the next start. */
export const RENEW_BEFORE_DAYS = 30;

/** What `ensurePki` did. */
export interface PkiReport {
  /** Names of the pairs made or renewed, in order; empty when everything was there and good. */
  issued: string[];
}

/**
 * Makes the missing, unreadable, outdated or soon ending certificates in `folder`; keys have mode 0600.
 * A new authority brings new leaves. The ServiceAccount key pair is made once and never changes.
 */
export async function ensurePki(folder: string, now: Date = new Date()): Promise<PkiReport> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const issued: string[] = [];
  const notBefore = new Date(now.getTime() - DAY_MS); // Clocks of guests jump back after a resume.
  const authorities = new Map<AuthorityName, KeyPair>();

  for (const [name, commonName] of Object.entries(AUTHORITIES) as [AuthorityName, string][]) {
    let pair = await readPair(folder, name);
    if (!pair || !isGood(pair, now, { commonName })) {
      const notAfter = new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS);
      pair = await issueCertificate({ commonName, use: ['ca'], notBefore, notAfter });
      await writePair(folder, name, pair);
      issued.push(name);
    }
    authorities.set(name, pair);
  }
  for (const [name, leaf] of Object.entries(LEAVES)) {
    const authority = authorities.get(leaf.by);
    if (!authority) throw new Error(`no authority ${leaf.by}`);
    const pair = await readPair(folder, name);
    if (
      pair &&
      isGood(pair, now, leaf) &&
      new X509Certificate(pair.cert).verify(new X509Certificate(authority.cert).publicKey)
    )
      continue;
    const notAfter = new Date(now.getTime() + LEAF_DAYS * DAY_MS);
    await writePair(folder, name, await issueCertificate({ ...leaf, notBefore, notAfter }, authority));
    issued.push(name);
  }
  if (await ensureServiceAccountKey(folder)) issued.push('sa');
  return { issued };
}

/** Whether a pair fits together, is still good for a while and says what the layout says. */
function isGood(pair: KeyPair, now: Date, wanted: Pick<Leaf, 'commonName' | 'organization' | 'altNames'>): boolean {
  try {
    const cert = new X509Certificate(pair.cert);
    const subject = cert.subject.split('\n');
    const names = (cert.subjectAltName ?? '').split(', ').filter(Boolean);
    const wantedNames = (wanted.altNames ?? []).map(
      (name) => `${/^[\d.]+$/.test(name) ? 'IP Address' : 'DNS'}:${name}`,
    );
    return (
      cert.validToDate.getTime() - now.getTime() > RENEW_BEFORE_DAYS * DAY_MS &&
      cert.validFromDate.getTime() <= now.getTime() &&
      subject.includes(`CN=${wanted.commonName}`) &&
      (!wanted.organization || subject.includes(`O=${wanted.organization}`)) &&
      names.join() === wantedNames.join() &&
      cert.checkPrivateKey(createPrivateKey(pair.key))
    );
  } catch {
    return false; // Torn by a crash while writing: made anew.
  }
}

async function readPair(folder: string, name: string): Promise<KeyPair | undefined> {
  try {
    const [cert, key] = await Promise.all(
      ['crt', 'key'].map((end) => readFile(join(folder, `${name}.${end}`), 'utf8')),
    );
    return cert && key ? { cert, key } : undefined;
  } catch {
    return undefined;
  }
}

async function writePair(folder: string, name: string, pair: KeyPair): Promise<void> {
  await writeWhole(join(folder, `${name}.key`), pair.key, 0o600);
  await writeWhole(join(folder, `${name}.crt`), pair.cert, 0o644);
}

async function ensureServiceAccountKey(folder: string): Promise<boolean> {
  try {
    createPrivateKey(await readFile(join(folder, 'sa.key')));
    return false;
  } catch {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeWhole(join(folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }).toString(), 0o644);
    await writeWhole(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
    return true;
  }
}

async function writeWhole(path: string, content: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, content, { mode });
  await rename(`${path}.new`, path);
}
