import type { TarEntry } from './tar-entry.ts';
import { TAR_BLOCK, TAR_FLAGS, toPadded, XATTR_PREFIX } from './tar-entry.ts';

/** An entry to write and its content; `entry.offset` is not used. */
export interface TarInput {
  entry: TarEntry;
  content?: Buffer;
}

const MAX_OCTAL_7 = 0o7777777;
const MAX_OCTAL_11 = 0o77777777777;

/**
 * Writes a tar archive whose bytes depend on nothing but the entries: time 0, no user names, ustar
 * headers, pax records only where ustar has no room. Order is the caller's.
 */
export function writeTar(inputs: Iterable<TarInput>): Buffer {
  const parts: Buffer[] = [];
  for (const { entry, content } of inputs) parts.push(...toBlocks(entry, content ?? Buffer.alloc(0)));
  parts.push(Buffer.alloc(2 * TAR_BLOCK));
  return Buffer.concat(parts);
}

/** Header and padded content of one entry. */
export function toBlocks(entry: TarEntry, content: Buffer): Buffer[] {
  const header = toHeader(entry, content.length);
  return [...header, content, Buffer.alloc(toPadded(content.length) - content.length)];
}

/** Header blocks of one entry whose content of `size` bytes follows them. */
export function toHeader(entry: TarEntry, size: number): Buffer[] {
  const path = entry.kind === 'directory' ? `${entry.path}/` : entry.path;
  const records: Record<string, string | Buffer> = {};
  const fits = splitPath(path);
  if (!fits) records['path'] = path;
  if (Buffer.byteLength(entry.linkTarget) > 100 || !isAscii(entry.linkTarget)) records['linkpath'] = entry.linkTarget;
  if (size > MAX_OCTAL_11) records['size'] = String(size);
  if (entry.uid > MAX_OCTAL_7) records['uid'] = String(entry.uid);
  if (entry.gid > MAX_OCTAL_7) records['gid'] = String(entry.gid);
  for (const [name, value] of Object.entries(entry.xattrs)) {
    records[`${XATTR_PREFIX}${name}`] = Buffer.from(value, 'latin1');
  }
  const pax = toPax(records);
  const main = block({
    name: fits?.name ?? path.slice(-100).replace(/[^\x20-\x7e]/g, '_'),
    prefix: fits?.prefix ?? '',
    flag: TAR_FLAGS[entry.kind],
    mode: entry.mode,
    uid: entry.uid > MAX_OCTAL_7 ? 0 : entry.uid,
    gid: entry.gid > MAX_OCTAL_7 ? 0 : entry.gid,
    size: size > MAX_OCTAL_11 ? 0 : size,
    linkTarget: records['linkpath'] === undefined ? entry.linkTarget : '',
    device: entry.device,
  });
  if (pax.length === 0) return [main];
  const paxHeader = block({
    name: 'pax',
    prefix: '',
    flag: 'x',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: pax.length,
    linkTarget: '',
    device: [0, 0],
  });
  return [paxHeader, pax, Buffer.alloc(toPadded(pax.length) - pax.length), main];
}

interface Fields {
  name: string;
  prefix: string;
  flag: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  linkTarget: string;
  device: readonly [number, number];
}

function block(fields: Fields): Buffer {
  const header = Buffer.alloc(TAR_BLOCK);
  header.write(fields.name, 0, 'utf8');
  header.write(octal(fields.mode, 8), 100, 'latin1');
  header.write(octal(fields.uid, 8), 108, 'latin1');
  header.write(octal(fields.gid, 8), 116, 'latin1');
  header.write(octal(fields.size, 12), 124, 'latin1');
  header.write(octal(0, 12), 136, 'latin1');
  header.fill(0x20, 148, 156);
  header.write(fields.flag, 156, 'latin1');
  header.write(fields.linkTarget, 157, 'utf8');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(octal(fields.device[0], 8), 329, 'latin1');
  header.write(octal(fields.device[1], 8), 337, 'latin1');
  header.write(fields.prefix, 345, 'utf8');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

function isAscii(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value);
}

/** Name and prefix of a path that ustar has room for; undefined for the others. */
function splitPath(path: string): { name: string; prefix: string } | undefined {
  if (!isAscii(path)) return undefined;
  if (path.length <= 100) return { name: path, prefix: '' };
  const cut = path.slice(0, 156).lastIndexOf('/', path.length - 2);
  if (cut <= 0 || path.length - cut - 1 > 100) return undefined;
  return { name: path.slice(cut + 1), prefix: path.slice(0, cut) };
}

function toPax(records: Record<string, string | Buffer>): Buffer {
  const lines = Object.keys(records)
    .sort()
    .map((key) => {
      const body = Buffer.concat([Buffer.from(` ${key}=`), toBytes(records[key]), Buffer.from('\n')]);
      // The length counts its own digits.
      let length = body.length + 1;
      while (length !== body.length + String(length).length) length = body.length + String(length).length;
      return Buffer.concat([Buffer.from(String(length)), body]);
    });
  return Buffer.concat(lines);
}

function toBytes(value: string | Buffer | undefined): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : (value ?? Buffer.alloc(0));
}
