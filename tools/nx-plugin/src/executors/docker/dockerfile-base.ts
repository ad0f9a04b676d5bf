import { SlipwayError } from '@slipway/contracts';

/** Which base image a Dockerfile builds upon, and how it says so. */
export type DockerfileBase =
  /** `ARG BASE` before the first FROM, with a default or without: the base is given to it. */
  | { kind: 'argument'; reference?: string }
  /** One reference in its FROM lines. */
  | { kind: 'named'; reference: string }
  | { kind: 'none' };

const ARGUMENT = /^\s*ARG\s+BASE(?:=(\S+))?\s*$/im;
const FROM = /^\s*FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?\s*$/gim;

/**
 * Reads the base from a Dockerfile. Engines never pull by themselves, so that a build depends on nothing but its
 * inputs: what a FROM line names is fetched by digest and handed over. Pure. Throws `ImageBaseUnsupported` for a
 * Dockerfile with several bases, and for one whose base is put together from arguments.
 */
export function readDockerfileBase(text: string, path: string): DockerfileBase {
  const argument = ARGUMENT.exec(text);
  if (argument) {
    const reference = argument[1]?.replace(/^(["'])(.*)\1$/, '$2');
    return { kind: 'argument', ...(reference ? { reference } : {}) };
  }
  const stages = new Set<string>();
  const references = new Set<string>();
  for (const [, reference = '', stage] of text.matchAll(FROM)) {
    if (reference !== 'scratch' && !stages.has(reference.toLowerCase())) references.add(reference);
    if (stage) stages.add(stage.toLowerCase());
  }
  const [reference, ...more] = references;
  if (reference === undefined) return { kind: 'none' };
  if (more.length === 0 && !reference.includes('$')) return { kind: 'named', reference };
  throw new SlipwayError({
    code: 'ImageBaseUnsupported',
    message: `read Dockerfile ${path}: it builds upon ${[...references].join(' and ')}.`,
    hint: 'Build upon one image, named in full or by "ARG BASE", and let Nx do what other stages would: the image takes the output of the build target.',
  });
}

/** The Dockerfile with its base taken from the build argument BASE. Pure. */
export function withBaseArgument(text: string, reference: string): string {
  const replaced = text.replaceAll(FROM, (line, from: string) =>
    from === reference ? line.replace(reference, () => '${BASE}') : line,
  );
  return `ARG BASE\n${replaced}`;
}
