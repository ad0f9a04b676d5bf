/** What a tar entry is: the kinds that occur in image layers. */
export type TarKind = 'file' | 'link' | 'symlink' | 'char' | 'block' | 'directory' | 'fifo';

/** One member of a tar archive, without the things that differ between machines (names of users, times). */
export interface TarEntry {
  /** Path without leading `./` or `/` and without trailing `/`. Empty for the root itself. */
  path: string;
  kind: TarKind;
  /** Permission bits with setuid, setgid and sticky; nothing else. */
  mode: number;
  uid: number;
  gid: number;
  /** Target of a `link` (a path in the archive, written like `path`) or of a `symlink` (as it stands). */
  linkTarget: string;
  /** Major and minor number of a `char` or `block`. */
  device: readonly [number, number];
  /** Extended attributes by name, as bytes in latin1. */
  xattrs: Readonly<Record<string, string>>;
  /** Where the content lies in the archive, in bytes; 0 where there is none. */
  offset: number;
  /** Content length in bytes. */
  size: number;
}

/** The type flag of each kind in a tar header. */
export const TAR_FLAGS: Readonly<Record<TarKind, string>> = {
  file: '0',
  link: '1',
  symlink: '2',
  char: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};

/** Bytes of a tar header and of the unit its contents are padded to. */
export const TAR_BLOCK = 512;

/** Prefix of the pax records that hold extended attributes. */
export const XATTR_PREFIX = 'SCHILY.xattr.';

/** `size` rounded up to whole blocks. */
export function toPadded(size: number): number {
  return Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
}
