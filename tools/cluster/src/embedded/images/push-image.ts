import { SlipwayError } from '@slipway/contracts';
import type { Blob, OciImage } from './oci-image.ts';

/**
 * Pushes an image to `reference` (`host:port/repository:tag`) over plain HTTP. Blobs and manifests
 * the registry has already are not sent again. Answers whether anything was sent.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
 */
export async function pushImage(reference: string, image: OciImage, signal?: AbortSignal): Promise<boolean> {
  const [, host, repository, tag] = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference) ?? [];
  if (!host || !repository || !tag) throw new Error(`not a tagged reference: ${reference}`);
  const base = `http://${host}/v2/${repository}`;
  const options = signal ? { signal } : {};

  const known = await fetch(`${base}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { accept: image.manifest.mediaType },
    ...options,
  });
  if (known.ok && known.headers.get('docker-content-digest') === image.manifest.digest) return false;

  for (const blob of [image.layer, image.config]) await pushBlob(base, blob, options);
  const done = await fetch(`${base}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': image.manifest.mediaType },
    body: new Uint8Array(image.manifest.content),
    ...options,
  });
  await expectStatus(done, 201, `push ${reference}`);
  return true;
}

async function pushBlob(base: string, blob: Blob, options: { signal?: AbortSignal }): Promise<void> {
  const head = await fetch(`${base}/blobs/${blob.digest}`, { method: 'HEAD', ...options });
  if (head.ok) return;
  const start = await fetch(`${base}/blobs/uploads/`, { method: 'POST', ...options });
  await expectStatus(start, 202, `start an upload at ${base}`);
  const location = new URL(start.headers.get('location') ?? '', base);
  location.searchParams.set('digest', blob.digest);
  const body = new Uint8Array(blob.content);
  const headers = { 'content-type': 'application/octet-stream' };
  await expectStatus(await fetch(location, { method: 'PUT', headers, body, ...options }), 201, `upload to ${base}`);
}

async function expectStatus(response: Response, status: number, what: string): Promise<void> {
  const text = await response.text();
  if (response.status === status) return;
  throw new SlipwayError({
    code: 'RegistryRefused',
    message: `${what}: the registry answered ${response.status} ${text.slice(0, 300)}.`,
    hint: 'Look at the log of the registry in the logs folder of the cluster; a full disk is the usual reason.',
  });
}
