import http from 'node:http';
import { toAddress } from './is-answering.ts';
import { isLoopback } from './reference.ts';

const ANSWER_MS = 5000;
const ACCEPT = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/**
 * Whether a registry on this machine has an image, without a program. Undefined where it cannot be told this way:
 * elsewhere, by a registry that wants a login or https, or by one that does not answer. `ref` is `host/path@digest`.
 */
export function hasOnLoopback(ref: string, signal?: AbortSignal): Promise<boolean | undefined> {
  const [, host = '', repository, reference] = /^([^/]+)\/(.+?)[@:]((?:sha256:)?[^/@:]+)$/.exec(ref) ?? [];
  if (!isLoopback(ref) || repository === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const path = `/v2/${repository}/manifests/${reference}`;
    const options = { ...toAddress(host), method: 'HEAD', path, headers: { accept: ACCEPT }, agent: false };
    const request = http.request({ ...options, timeout: ANSWER_MS, ...(signal ? { signal } : {}) }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? true : response.statusCode === 404 ? false : undefined);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
    request.end();
  });
}
