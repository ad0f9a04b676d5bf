import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toOciImage } from './oci-image.ts';
import { pushImage } from './push-image.ts';
import { toTar } from './tar.ts';

const ENTRIES = [
  { type: 'folder' as const, name: 'bin/', mode: 0o755 },
  { type: 'file' as const, name: 'bin/tool', mode: 0o755, content: Buffer.from('#!') },
  { type: 'link' as const, name: 'bin/sh', target: 'tool' },
];
const image = () => toOciImage({ entries: ENTRIES, architecture: 'amd64', entrypoint: ['/bin/tool'] });

describe('toTar', () => {
  it('is what tar understands', () => {
    const list = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--utc', '--full-time'], {
      input: toTar(ENTRIES),
    });
    const lines = list
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' '));
    expect(lines).toEqual([
      'drwxr-xr-x 0/0 0 1970-01-01 00:00:00 bin/',
      '-rwxr-xr-x 0/0 2 1970-01-01 00:00:00 bin/tool',
      'lrwxrwxrwx 0/0 0 1970-01-01 00:00:00 bin/sh -> tool',
    ]);
  });
  it('refuses a name it cannot hold', () => {
    expect(() => toTar([{ type: 'folder', name: 'x'.repeat(101), mode: 0 }])).toThrow('too long');
  });
});

describe('toOciImage', () => {
  it('has the same digest for the same request and another for another', () => {
    expect(image().manifest.digest).toBe(image().manifest.digest);
    const other = toOciImage({ entries: [], architecture: 'amd64', entrypoint: ['/bin/tool'] });
    expect(other.manifest.digest).not.toBe(image().manifest.digest);
  });
  it('describes its parts by digest and size', () => {
    const { manifest, layer, config } = image();
    const { layers, config: described } = JSON.parse(manifest.content.toString());
    expect(layers).toEqual([{ mediaType: layer.mediaType, digest: layer.digest, size: layer.content.length }]);
    expect(described.digest).toBe(`sha256:${createHash('sha256').update(config.content).digest('hex')}`);
  });
});

describe('pushImage', () => {
  /** A registry with just enough of the push protocol, checking what it is sent. */
  async function aRegistry({ isFull = false } = {}) {
    const blobs = new Map<string, Buffer>();
    const manifests = new Map<string, Buffer>();
    const writes: string[] = [];
    const sha = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://registry');
      const name = url.pathname.split('/').pop() ?? '';
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        if (request.method !== 'HEAD') writes.push(`${request.method} ${url.pathname}`);
        if (isFull && request.method === 'POST') response.writeHead(500).end('no space left on device');
        else if (url.pathname.includes('/manifests/')) {
          if (request.method === 'PUT') manifests.set(name, body);
          const found = manifests.get(name);
          response
            .writeHead(
              request.method === 'PUT' ? 201 : found ? 200 : 404,
              found ? { 'docker-content-digest': sha(found) } : {},
            )
            .end();
        } else if (request.method === 'HEAD') response.writeHead(blobs.has(name) ? 200 : 404).end();
        else if (request.method === 'POST')
          response.writeHead(202, { location: '/v2/a/b/blobs/uploads/1?_state=s' }).end();
        else {
          const digest = url.searchParams.get('digest') ?? '';
          if (url.searchParams.get('_state') !== 's' || sha(body) !== digest) response.writeHead(400).end();
          else response.writeHead(201).end(void blobs.set(digest, body));
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const reference = `127.0.0.1:${(server.address() as AddressInfo).port}/a/b:1`;
    const close = () => new Promise((resolve) => server.close(resolve));
    return { reference, blobs, manifests, writes, close };
  }

  it('sends blobs, then the manifest, and the second time nothing', async () => {
    const registry = await aRegistry();
    expect(await pushImage(registry.reference, image())).toBe(true);
    expect([...registry.blobs.keys()]).toEqual([image().layer.digest, image().config.digest]);
    expect(registry.manifests.get('1')).toEqual(image().manifest.content);
    registry.writes.length = 0;
    expect(await pushImage(registry.reference, image())).toBe(false);
    expect(registry.writes).toEqual([]);
    await registry.close();
  });

  it('tells what the registry answered', async () => {
    const registry = await aRegistry({ isFull: true });
    await expect(pushImage(registry.reference, image())).rejects.toMatchObject({
      code: 'RegistryRefused',
      message: expect.stringContaining('500 no space left on device'),
    });
    await registry.close();
  });
});
