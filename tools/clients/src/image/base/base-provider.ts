import { join } from 'node:path';
import type { OnProgress } from '@slipway/contracts';
import { assembleImage } from '../assemble-image.ts';
import { toContentHash, toTag } from '../content-hash.ts';
import type { ImageEngine } from '../engines/image-engine.ts';
import { sha256 } from '../layout/digest.ts';
import { readLayout } from '../layout/read-layout.ts';
import type { RegistryClient } from '../registry/crane-client.ts';
import { writeContext } from '../stage-context.ts';
import type { BaseImage } from './base-image.ts';
import { keepBase } from './base-image.ts';
import type { RuntimeBaseSource } from './runtime-base.ts';
import { readRuntimeBase } from './runtime-base.ts';

/** The image that services are built upon. */
export interface BaseProvider {
  /** What the base is, without making it: part of every service's content hash. */
  identity(signal?: AbortSignal): Promise<string>;
  /** The base itself; made or fetched when it is not here yet. */
  get(engine: ImageEngine, signal?: AbortSignal): Promise<BaseImage>;
}

/** How long the base takes to build on 2 cores, in milliseconds; measured. */
const EXPECTED_MS = 15_000;

/** Our own base: deploy/images/node, built once per machine and kept in `source.cacheDir`. */
export function createRuntimeBase(source: RuntimeBaseSource, onProgress: OnProgress = () => undefined): BaseProvider {
  let known: ReturnType<typeof readRuntimeBase> | undefined;
  const read = () => (known ??= readRuntimeBase(source));
  return {
    identity: async () => toContentHash((await read()).inputs),
    async get(engine, signal) {
      const base = await read();
      const key = toContentHash(base.inputs);
      const make = async (layoutDir: string) => {
        onProgress({ type: 'phase-started', phase: 'images/base', title: 'Base image', expectedMs: EXPECTED_MS });
        const contextDir = join(source.cacheDir, 'contexts', key);
        await writeContext(contextDir, await base.files(), base.emptyFolders);
        const image = await assembleImage(engine, {
          contextDir,
          dockerfile: base.dockerfile,
          buildArgs: {},
          platform: source.platform,
          layoutDir,
          name: `slipway/base:${toTag(key)}`,
          annotations: {},
          tempDir: join(source.cacheDir, 'tmp'),
          ...(signal ? { signal } : {}),
        });
        await writeContext(contextDir, []);
        onProgress({ type: 'phase-done', phase: 'images/base', detail: image.digest });
        return image;
      };
      return keepBase(source.cacheDir, key, make, signal);
    },
  };
}

/** Any other base, by its reference; fetched once per digest. */
export interface ForeignBaseOptions {
  /** For example `gcr.io/distroless/nodejs24-debian12@sha256:…`. A tag is looked up at every build. */
  reference: string;
  platform: string;
  cacheDir: string;
  registry: RegistryClient;
}

/** A base that somebody else makes. Without a registry only a reference with a digest can be used, once fetched. */
export function createForeignBase({ reference, platform, cacheDir, registry }: ForeignBaseOptions): BaseProvider {
  const [name = '', pinned] = reference.split('@');
  let known: Promise<string> | undefined;
  const digest = (signal?: AbortSignal) =>
    (known ??= pinned ? Promise.resolve(pinned) : registry.resolve(reference, platform, signal));
  return {
    identity: digest,
    async get(_engine, signal) {
      const found = await digest(signal);
      const make = async (layoutDir: string) => {
        await registry.pull(`${name.replace(/:[^/:]+$/, '')}@${found}`, layoutDir, platform, signal);
        return readLayout(layoutDir);
      };
      return keepBase(cacheDir, sha256(`${found} ${platform}`), make, signal);
    },
  };
}
