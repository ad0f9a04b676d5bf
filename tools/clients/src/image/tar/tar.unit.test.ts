import { readTar } from './read-tar.ts';
import type { TarEntry } from './tar-entry.ts';
import { writeTar } from './write-tar.ts';

function entry(changes: Partial<TarEntry>): TarEntry {
  return {
    path: 'a',
    kind: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    linkTarget: '',
    device: [0, 0],
    xattrs: {},
    offset: 0,
    size: 0,
    ...changes,
  };
}

async function read(tar: Buffer) {
  const found: { entry: TarEntry; text: string }[] = [];
  for await (const read of readTar((offset, length) => tar.subarray(offset, offset + length))) {
    found.push({ entry: { ...read, offset: 0 }, text: tar.toString('utf8', read.offset, read.offset + read.size) });
  }
  return found;
}

describe('writeTar and readTar', () => {
  it.each<[string, Partial<TarEntry>]>([
    ['a file', {}],
    ['a folder', { kind: 'directory', mode: 0o1777 }],
    ['a symbolic link', { kind: 'symlink', linkTarget: '../b' }],
    ['a hard link', { kind: 'link', linkTarget: 'b/c' }],
    ['a device', { kind: 'char', device: [1, 3] }],
    ['an owner', { uid: 65532, gid: 65532 }],
    ['an owner that octal has no room for', { uid: 4_000_000_000, gid: 3_000_000 }],
    ['a path of 150 characters', { path: `${'d'.repeat(80)}/${'f'.repeat(69)}` }],
    ['a path of 300 characters', { path: `${'d'.repeat(150)}/${'f'.repeat(149)}` }],
    ['a path that is not ASCII', { path: 'größe/日本' }],
    ['a long link', { kind: 'symlink', linkTarget: 'x'.repeat(200) }],
    ['bytes in an extended attribute', { xattrs: { 'security.capability': '\x01\x00\xff\n=' } }],
  ])('keep %s', async (_title, changes) => {
    const written = entry(changes);
    expect(await read(writeTar([{ entry: written }]))).toEqual([{ entry: written, text: '' }]);
  });

  it('keep contents of every length around a block', async () => {
    const contents = [0, 1, 511, 512, 513, 1024].map((length) => 'x'.repeat(length));
    const tar = writeTar(
      contents.map((text, at) => ({ entry: entry({ path: `f${at}` }), content: Buffer.from(text) })),
    );
    expect((await read(tar)).map(({ text }) => text)).toEqual(contents);
  });
});

describe('readTar', () => {
  const tar = () => writeTar([{ entry: entry({}), content: Buffer.from('content') }]);

  it('refuses a header with a wrong checksum', async () => {
    const broken = tar();
    broken[0] = 0x62;
    await expect(read(broken)).rejects.toMatchObject({ code: 'TarUnreadable' });
  });

  it('refuses an archive that ends inside a header', async () => {
    await expect(read(tar().subarray(0, 300))).rejects.toMatchObject({ code: 'TarUnreadable' });
  });

  it('refuses a path that leads out of the archive', async () => {
    await expect(read(writeTar([{ entry: entry({ path: '../etc/passwd' }) }]))).rejects.toMatchObject({
      code: 'TarUnreadable',
    });
  });
});
