import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sha256 } from '@slipway/clients/src/image/layout/digest.ts';
import { writeTar } from '@slipway/clients/src/image/tar/write-tar.ts';
import { nodeMembers, readImage, toLayerBytes, toMembers } from './image-layers.ts';

describe('layers of images', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'slipway-layers-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const aFolder = async (files: Record<string, string>) => {
    const from = join(folder, 'files');
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(from, path, '..'), { recursive: true });
      writeFileSync(join(from, path), content);
    }
    return toMembers([{ from, to: '' }]);
  };

  it('reads an image with the content and the compressed sizes of its layers', async () => {
    const members = await aFolder({ 'usr/local/bin/node': 'program', 'app/main.js': 'bundle' });
    const layout = join(folder, 'layout');
    const layer = gzipSync(writeTar(members), { level: 9 });
    const addBlob = (bytes: Buffer) => {
      mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
      writeFileSync(join(layout, 'blobs/sha256', sha256(bytes)), bytes);
      return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
    };
    const config = addBlob(Buffer.from('{}'));
    const manifest = addBlob(Buffer.from(JSON.stringify({ config, layers: [addBlob(layer)] })));
    writeFileSync(join(layout, 'index.json'), JSON.stringify({ manifests: [manifest] }));

    const image = await readImage(layout);
    expect(image?.compressedBytes).toBe(layer.length + 2);
    expect(image?.layers[0]?.members.map(({ entry, content }) => [entry.path, String(content)])).toEqual([
      ['app/main.js', 'bundle'],
      ['usr/local/bin/node', 'program'],
    ]);
    expect(await toLayerBytes(members)).toBe(layer.length);
  });

  it('has no image where there is no layout', async () => {
    expect(await readImage(join(folder, 'none'))).toBeUndefined();
  });

  it('counts the program and its libraries as Node, and nothing else', async () => {
    const members = await aFolder({
      'usr/local/bin/node': 'x',
      'usr/lib/libc.so': 'x',
      'lib/libm.so': 'x',
      'lib64/ld.so': 'x',
      'usr/share/doc/a': 'x',
      'etc/ssl/cert': 'x',
      'app/lib/x': 'x',
    });
    const found = nodeMembers({ compressedBytes: 0, members });
    expect(found.map(({ entry }) => entry.path)).toEqual([
      'lib/libm.so',
      'lib64/ld.so',
      'usr/lib/libc.so',
      'usr/local/bin/node',
    ]);
  });
});
