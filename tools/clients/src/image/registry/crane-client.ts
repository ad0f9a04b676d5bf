import type { ImageClient } from '@slipway/contracts';
import { ProcessError } from '../../process/process-error.ts';
import { runProcess } from '../../process/run-process.ts';
import { isNotFound, toRegistryError } from './registry-error.ts';

/** The crane program. It takes logins from the Docker configuration of the user. */
export interface CraneOptions {
  /** Absolute path of crane. */
  program: string;
  env?: NodeJS.ProcessEnv;
}

/** A registry by way of crane, with what only the image build needs. */
export interface RegistryClient extends ImageClient {
  /** Digest of the image that `ref` means for a platform. */
  resolve(ref: string, platform: string, signal?: AbortSignal): Promise<string>;
  /** Fetches an image into an empty OCI layout folder. */
  pull(ref: string, layoutDir: string, platform: string, signal?: AbortSignal): Promise<void>;
}

/**
 * Talks to registries. Throws `RegistryUnreachable`, `RegistryLoginAbsent`, `RegistryDenied`,
 * `RegistryUntrusted` or `RegistryFailed`, each with its fix.
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
  return {
    async exists(ref, signal) {
      try {
        await run('look for image', ref, ['digest', ref], signal);
        return true;
      } catch (error) {
        const { cause } = error as Error;
        if (cause instanceof ProcessError && isNotFound(cause.stderr)) return false;
        throw error;
      }
    },
    async push(layoutDir, ref, signal) {
      await run('push image', ref, ['push', layoutDir, ref], signal);
    },
    async resolve(ref, platform, signal) {
      const { stdout } = await run('find base image', ref, ['digest', '--platform', platform, ref], signal);
      return stdout.trim();
    },
    async pull(ref, layoutDir, platform, signal) {
      await run('fetch base image', ref, ['pull', '--format', 'oci', '--platform', platform, ref, layoutDir], signal);
    },
  };
}
