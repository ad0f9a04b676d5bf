import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUTHORITY_DAYS, ensurePki, LEAF_DAYS } from './ensure-pki.ts';
import { AUTHORITIES, LEAVES } from './pki-layout.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('ensurePki', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'slipway-pki-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const cert = async (name: string) => new X509Certificate(await readFile(join(folder, `${name}.crt`)));

  it('makes every pair with keys that root alone can read', async () => {
    const { issued } = await ensurePki(folder);
    expect(issued).toEqual([...Object.keys(AUTHORITIES), ...Object.keys(LEAVES), 'sa']);
    for (const name of issued) expect((await stat(join(folder, `${name}.key`))).mode & 0o777).toBe(0o600);
  });

  it('signs each leaf by its own authority, for its names', async () => {
    await ensurePki(folder);
    for (const [name, leaf] of Object.entries(LEAVES)) {
      const issuer = await cert(leaf.by);
      const own = await cert(name);
      expect(own.checkIssued(issuer)).toBe(true);
      expect(own.verify(issuer.publicKey)).toBe(true);
      expect(own.ca).toBe(false);
    }
    const apiserver = await cert('apiserver');
    expect(apiserver.checkIP('172.31.255.1')).toBe('172.31.255.1');
    expect(apiserver.checkHost('kubernetes.default.svc')).toBe('kubernetes.default.svc');
    expect((await cert('kubelet')).subject.split('\n').sort()).toEqual(['CN=system:node:slipway', 'O=system:nodes']);
    expect((await cert('ca')).ca).toBe(true);
  });

  it('does nothing when everything is there and good', async () => {
    await ensurePki(folder);
    expect(await ensurePki(folder)).toEqual({ issued: [] });
  });

  it('renews leaves that are about to end and keeps the authorities', async () => {
    const start = new Date();
    await ensurePki(folder, start);
    const { issued } = await ensurePki(folder, new Date(start.getTime() + (LEAF_DAYS - 20) * DAY_MS));
    expect(issued).toEqual(Object.keys(LEAVES));
  });

  it('renews all when the authorities are about to end', async () => {
    const start = new Date();
    await ensurePki(folder, start);
    const { issued } = await ensurePki(folder, new Date(start.getTime() + (AUTHORITY_DAYS - 20) * DAY_MS));
    expect(issued).toEqual([...Object.keys(AUTHORITIES), ...Object.keys(LEAVES)]);
  });

  it('makes a pair anew when a file is torn or does not fit its key', async () => {
    await ensurePki(folder);
    await writeFile(join(folder, 'admin.crt'), '-----BEGIN CERT');
    await writeFile(join(folder, 'scheduler.key'), await readFile(join(folder, 'kubelet.key')));
    expect((await ensurePki(folder)).issued).toEqual(['admin', 'scheduler']);
  });
});
