import type { ImageClient } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../../process/process-error.ts';
import { runProcess } from '../../process/run-process.ts';
import type { ImageConfig, ImageManifest } from '../layout/oci.ts';
import { toImageSize } from '../layout/write-layout.ts';
import { hasOnLoopback } from './has-on-loopback.ts';
import { isNotFound, toRegistryError } from './registry-error.ts';

/** The crane program. It takes logins from the Docker configuration of the user. */
export interface CraneOptions {
  /** Absolute path of crane. */
  program: string;
  env?: NodeJS.ProcessEnv;
}

/** What can be known of an image without fetching it. */
export interface ImageFacts {
  /** For example `linux/amd64`. */
  platform: string;
  /** Compressed size of config and layers in bytes. */
  size: number;
}

/** A registry by way of crane, with what only the image build needs. */
export interface RegistryClient extends ImageClient {
  /** What the registry says of an image; undefined when it has none by that name. */
  describe(ref: string, signal?: AbortSignal): Promise<ImageFacts | undefined>;
  /** Digest of the image that `ref` means for a platform. */
  resolve(ref: string, platform: string, signal?: AbortSignal): Promise<string>;
  /** Fetches an image into an empty OCI layout folder. */
  pull(ref: string, layoutDir: string, platform: string, signal?: AbortSignal): Promise<void>;
}

/**
 * Talks to registries. Throws `RegistryUnreachable`, `RegistryLoginAbsent`, `RegistryDenied`,
 * `RegistryUntrusted`, `RegistryFailed` or `BaseImageMissing`, each with its fix.
 */
export function createImageClient({ program, env = process.env }: CraneOptions): RegistryClient {
  const run = async (doing: string, ref: string, args: readonly string[], signal?: AbortSignal) => {
    try {
      return await runProcess(program, args, { env, ...(signal ? { signal } : {}) });
    } catch (error) {
      if (!(error instanceof ProcessError) || signal?.aborted) throw error;
      throw toRegistryError(doing, ref, error.stderr || error.message, error);
    }
  };
  /** Undefined instead of an error where the registry has no such image. */
  const unlessMissing = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      const { cause } = error as Error;
      if (cause instanceof ProcessError && isNotFound(cause.stderr)) return undefined;
      throw error;
    }
  };
  return {
    async exists(ref, signal) {
      const known = await hasOnLoopback(ref, signal);
      if (known !== undefined) return known;
      return (await unlessMissing(() => run('look for image', ref, ['digest', ref], signal))) !== undefined;
    },
    describe: (ref, signal) =>
      unlessMissing(async () => {
        const [manifest, config] = await Promise.all([
          run('look for image', ref, ['manifest', ref], signal),
          run('look for image', ref, ['config', ref], signal),
        ]);
        const { os, architecture } = JSON.parse(config.stdout) as ImageConfig;
        return { platform: `${os}/${architecture}`, size: toImageSize(JSON.parse(manifest.stdout) as ImageManifest) };
      }),
    async push(layoutDir, ref, signal) {
      await run('push image', ref, ['push', layoutDir, ref], signal);
    },
    async resolve(ref, platform, signal) {
      const args = ['digest', '--platform', platform, ref];
      const found = await unlessMissing(() => run('find base image', ref, args, signal));
      if (found) return found.stdout.trim();
      throw new SlipwayError({
        code: 'BaseImageMissing',
        message: `find base image ${ref}: its registry has none for ${platform}.`,
        hint: 'Correct the option "base", or leave it out to use the runtime base.',
        details: { reference: ref, platform },
      });
    },
    async pull(ref, layoutDir, platform, signal) {
      await run('fetch base image', ref, ['pull', '--format', 'oci', '--platform', platform, ref, layoutDir], signal);
    },
  };
}
