import { SlipwayError } from '@slipway/contracts';
import type { TarEntry, TarKind } from './tar-entry.ts';
import { TAR_BLOCK, TAR_FLAGS, toPadded, XATTR_PREFIX } from './tar-entry.ts';

/** Gives `length` bytes of an archive from `offset`; fewer at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer> | Buffer;

const KINDS = new Map<string, TarKind>(Object.entries(TAR_FLAGS).map(([kind, flag]) => [flag, kind as TarKind]));

/**
 * Lists a tar archive in its order, reading only headers. Understands ustar, GNU long names and pax
 * records; throws `TarUnreadable` for anything else (sparse files, broken checksums, a cut end).
 */
export async function* readTar(readAt: ReadAt): AsyncGenerator<TarEntry> {
  let offset = 0;
  let pax: Record<string, string> = {};
  let longPath: string | undefined;
  let longLink: string | undefined;
  for (;;) {
    const header = await readAt(offset, TAR_BLOCK);
    if (header.length === 0 || header.every((byte) => byte === 0)) return;
    if (header.length < TAR_BLOCK) throw unreadable('it ends inside a header');
    checkSum(header);
    const flag = String.fromCharCode(header[156] || 0x30);
    const size = pax['size'] === undefined ? number(header, 124, 12) : Number(pax['size']);
    const content = offset + TAR_BLOCK;
    offset = content + toPadded(size);
    if (flag === 'x' || flag === 'g') {
      const records = parsePax(await readAt(content, size));
      if (flag === 'x') pax = records;
    } else if (flag === 'L') longPath = text(await readAt(content, size), 0, size);
    else if (flag === 'K') longLink = text(await readAt(content, size), 0, size);
    else {
      yield toEntry(header, { flag, size, content, pax, longPath, longLink });
      pax = {};
      longPath = longLink = undefined;
    }
  }
}

interface Found {
  flag: string;
  size: number;
  content: number;
  pax: Record<string, string>;
  longPath: string | undefined;
  longLink: string | undefined;
}

function toEntry(header: Buffer, { flag, size, content, pax, longPath, longLink }: Found): TarEntry {
  const kind = KINDS.get(flag === '7' ? '0' : flag);
  if (!kind) throw unreadable(`it holds an entry of the unknown type "${flag}"`);
  if (Object.keys(pax).some((key) => key.startsWith('GNU.sparse'))) throw unreadable('it holds a sparse file');
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  const path = pax['path'] ?? longPath ?? (prefix ? `${prefix}/${name}` : name);
  const target = pax['linkpath'] ?? longLink ?? text(header, 157, 100);
  return {
    path: toPath(path),
    kind,
    mode: number(header, 100, 8) & 0o7777,
    uid: pax['uid'] === undefined ? number(header, 108, 8) : Number(pax['uid']),
    gid: pax['gid'] === undefined ? number(header, 116, 8) : Number(pax['gid']),
    linkTarget: kind === 'link' ? toPath(target) : kind === 'symlink' ? target : '',
    device: kind === 'char' || kind === 'block' ? [number(header, 329, 8), number(header, 337, 8)] : [0, 0],
    xattrs: Object.fromEntries(
      Object.entries(pax)
        .filter(([key]) => key.startsWith(XATTR_PREFIX))
        .map(([key, value]) => [key.slice(XATTR_PREFIX.length), value]),
    ),
    offset: kind === 'file' ? content : 0,
    size: kind === 'file' ? size : 0,
  };
}

/** Path in its one spelling; refuses one that leaves the archive. */
function toPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw unreadable(`it holds the path "${path}"`);
  return parts.join('/');
}

function parsePax(records: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < records.length;) {
    const space = records.indexOf(0x20, at);
    const length = Number(records.toString('latin1', at, space));
    const equals = records.indexOf(0x3d, space);
    if (!(length > 0) || space < 0 || equals < 0) throw unreadable('a pax record is broken');
    const key = records.toString('utf8', space + 1, equals);
    // Attributes are bytes, everything else is text.
    const encoding = key.startsWith(XATTR_PREFIX) ? 'latin1' : 'utf8';
    found[key] = records.toString(encoding, equals + 1, at + length - 1);
    at += length;
  }
  return found;
}

function text(buffer: Buffer, offset: number, length: number): string {
  const end = buffer.indexOf(0, offset);
  return buffer.toString('utf8', offset, end < 0 || end > offset + length ? offset + length : end);
}

/** An octal number, or a base-256 one (GNU) when the top bit is set. */
function number(buffer: Buffer, offset: number, length: number): number {
  if ((buffer[offset] ?? 0) & 0x80) {
    let value = (buffer[offset] ?? 0) & 0x7f;
    for (let at = offset + 1; at < offset + length; at++) value = value * 256 + (buffer[at] ?? 0);
    return value;
  }
  return Number.parseInt(text(buffer, offset, length).trim() || '0', 8);
}

function checkSum(header: Buffer): void {
  let sum = 0;
  for (let at = 0; at < TAR_BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (header[at] ?? 0);
  if (sum !== number(header, 148, 8)) throw unreadable('the checksum of a header is wrong');
}

function unreadable(what: string): SlipwayError {
  return new SlipwayError({
    code: 'TarUnreadable',
    message: `read tar archive: ${what}.`,
    hint: 'Build the image again; if it stays so, choose another engine with SLIPWAY_IMAGE_ENGINE.',
  });
}
