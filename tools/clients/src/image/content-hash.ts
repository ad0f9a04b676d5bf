import { sha256 } from './layout/digest.ts';

/** Raised when the same inputs give another image than before, so that old ones are not taken for new ones. */
const RECIPE = 1;

/** Everything an image is made from. */
export interface ImageInputs {
  /** Files of the staged context. */
  files: readonly StagedFile[];
  /** Text of the Dockerfile. */
  dockerfile: string;
  /** Build arguments but the base's name. */
  buildArgs: Readonly<Record<string, string>>;
  /** For example `linux/amd64`. */
  platform: string;
  /** Content hash of our own base, digest of any other; absent for an image made from nothing. */
  base?: string;
}

/** One file of a context. */
export interface StagedFile {
  /** Path in the context, with `/`. */
  path: string;
  isExecutable: boolean;
  /** Hex sha256 of the content. */
  sha256: string;
}

/** Hex sha256 over the inputs; independent of their order, of times, users, folders and the engine. */
export function toContentHash(inputs: ImageInputs): string {
  return sha256(
    JSON.stringify({
      recipe: RECIPE,
      files: inputs.files.map((file) => [file.path, file.isExecutable, file.sha256]).sort(byFirst),
      dockerfile: sha256(inputs.dockerfile),
      buildArgs: Object.entries(inputs.buildArgs).sort(byFirst),
      platform: inputs.platform,
      base: inputs.base ?? '',
    }),
  );
}

/** The tag people see: decoration, never identity. */
export function toTag(contentHash: string): string {
  return contentHash.slice(0, 16);
}

function byFirst(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}
