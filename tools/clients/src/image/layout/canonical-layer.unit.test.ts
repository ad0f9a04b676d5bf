import { readTar } from '../tar/read-tar.ts';
import type { TarEntry } from '../tar/tar-entry.ts';
import { writeTar } from '../tar/write-tar.ts';
import { toCanonicalLayers } from './canonical-layer.ts';

type Member = Partial<TarEntry> & { path: string; text?: string };

function layer(...members: Member[]): Buffer {
  return writeTar(
    members.map(({ text, ...changes }) => ({
      entry: {
        kind: text === undefined ? 'directory' : 'file',
        mode: text === undefined ? 0o755 : 0o644,
        uid: 0,
        gid: 0,
        linkTarget: '',
        device: [0, 0],
        xattrs: {},
        offset: 0,
        size: 0,
        ...changes,
      },
      content: Buffer.from(text ?? ''),
    })),
  );
}

async function list(tar: Buffer | undefined): Promise<string[]> {
  const found: string[] = [];
  if (!tar) return found;
  for await (const entry of readTar((offset, length) => tar.subarray(offset, offset + length))) {
    const content = tar.toString('utf8', entry.offset, entry.offset + entry.size);
    found.push(`${entry.kind} ${entry.path} ${entry.linkTarget || content}`.trim());
  }
  return found;
}

const none = new Map();

describe('toCanonicalLayers', () => {
  it('gives the same bytes for the same files in another order and another number of layers', async () => {
    const one = [layer({ path: 'app' }, { path: 'app/b', text: 'B' }, { path: 'app/a', text: 'A' })];
    const two = [
      layer({ path: 'app' }, { path: 'app/a', text: 'old' }),
      layer({ path: 'app/b', text: 'B' }, { path: 'app/a', text: 'A' }),
    ];
    const [first] = await toCanonicalLayers(one, none);
    expect(await toCanonicalLayers(two, none)).toEqual([first]);
    expect(await list(first)).toEqual(['directory app', 'file app/a A', 'file app/b B']);
  });

  it('has every folder directly before what is in it', async () => {
    const [tar] = await toCanonicalLayers(
      [layer({ path: 'a-b', text: '' }, { path: 'a/c', text: '' }, { path: 'a' })],
      none,
    );
    expect(await list(tar)).toEqual(['directory a', 'file a/c', 'file a-b']);
  });

  it('leaves out folders that the base has alike, and keeps those it changes', async () => {
    const base = new Map([
      ['var', { mode: 0o755, uid: 0, gid: 0 }],
      ['tmp', { mode: 0o1777, uid: 0, gid: 0 }],
    ]);
    const [tar] = await toCanonicalLayers([layer({ path: 'var' }, { path: 'tmp' }, { path: 'var/data' })], base);
    expect(await list(tar)).toEqual(['directory tmp', 'directory var/data']);
  });

  it('drops what the overlay file system notes for itself, and keeps other attributes', async () => {
    const base = new Map([['var', { mode: 0o755, uid: 0, gid: 0 }]]);
    const marked = { 'user.overlay.impure': 'y' };
    const members = [
      { path: 'var', xattrs: marked },
      { path: 'a', text: '', xattrs: { ...marked, 'security.capability': 'c' } },
    ];
    const [tar = Buffer.alloc(0)] = await toCanonicalLayers([layer(...members)], base);
    expect(await list(tar)).toEqual(['file a']);
    expect(tar.includes('SCHILY.xattr.security.capability=c')).toBe(true);
    expect(tar.includes('overlay')).toBe(false);
  });

  it('takes away what was in a folder that a later layer makes a file', async () => {
    const layers = [layer({ path: 'a' }, { path: 'a/b', text: '' }), layer({ path: 'a', text: 'now a file' })];
    const [tar] = await toCanonicalLayers(layers, none);
    expect(await list(tar)).toEqual(['file a now a file']);
  });

  it('keeps layers apart that delete something', async () => {
    const layers = [layer({ path: 'a', text: 'A' }), layer({ path: '.wh.etc', text: '' }, { path: 'b', text: 'B' })];
    const made = await toCanonicalLayers(layers, none);
    expect(await Promise.all(made.map(list))).toEqual([['file a A'], ['file .wh.etc', 'file b B']]);
  });

  it('writes the content of hard links once, at the first of their paths', async () => {
    const tar = layer({ path: 'z', text: 'content' }, { path: 'a', kind: 'link', linkTarget: 'z' });
    const [made] = await toCanonicalLayers([tar], none);
    expect(await list(made)).toEqual(['file a content', 'link z a']);
  });

  it('makes no layer of nothing', async () => {
    expect(await toCanonicalLayers([layer({ path: '' })], none)).toEqual([]);
  });
});
