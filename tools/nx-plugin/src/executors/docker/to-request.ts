import { isAbsolute, join, posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { toReleaseName } from '@slipway/catalog';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { DockerSchema } from './schema.d.ts';

/** Where the executor runs. */
export interface DockerContext {
  /** Absolute. */
  workspaceRoot: string;
  project: string;
  /** Relative to the workspace root. */
  projectRoot: string;
  /** Name of the configuration that was asked for, if any. */
  configuration?: string | undefined;
  /** Target of this project whose output goes into the image, as Nx knows it. */
  build?: TargetConfiguration | undefined;
  /** Platform of this machine. */
  hostPlatform: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** What is to be done, with every default filled in and every path absolute. */
export interface DockerRequest {
  workspaceRoot: string;
  project: string;
  environment: string | undefined;
  /** Name of its line in a lock. */
  release: string;
  environmentsDir: string;
  registry: string | undefined;
  push: 'auto' | 'always' | 'never';
  engine: 'buildah' | 'podman' | 'docker' | undefined;
  base: string | undefined;
  baseDir: string;
  /** Where npm put the Node binaries. */
  nodeModules: string;
  repository: string;
  platform: string;
  dockerfile: string;
  buildArgs: Record<string, string>;
  sources: { from: string; to: string }[];
  contextDir: string;
  layoutDir: string;
  refFile: string;
}

const DEFAULT_BASE_DIR = 'deploy/images/node';
const DEFAULT_ENVIRONMENTS_DIR = 'deploy/environments';

/** Fills in defaults. Pure. Throws `ImageEngineUnknown` (exit 64). */
export function toRequest(options: DockerSchema, context: DockerContext): DockerRequest {
  const { workspaceRoot, project, projectRoot, env } = context;
  const at = (path: string) => (isAbsolute(path) ? path : join(workspaceRoot, path));
  const bundle = at(options.bundle ?? toOutputFolder(context) ?? posix.join('dist', projectRoot));
  return {
    workspaceRoot,
    project,
    environment: options.environment ?? context.configuration,
    release: toReleaseName(options.release ?? project),
    environmentsDir: options.environmentsDir ?? DEFAULT_ENVIRONMENTS_DIR,
    registry: options.registry,
    push: options.push ?? 'auto',
    engine: toEngine(options.engine, env['SLIPWAY_IMAGE_ENGINE']),
    base: options.base,
    baseDir: at(options.baseDir ?? DEFAULT_BASE_DIR),
    nodeModules: join(workspaceRoot, 'node_modules'),
    repository: options.repository ?? toRepository(project),
    platform: options.platform ?? context.hostPlatform,
    dockerfile: join(workspaceRoot, projectRoot, options.dockerfile ?? 'Dockerfile'),
    buildArgs: { ...options.buildArgs },
    sources: (options.files ?? ['main.js']).map((file) => ({ from: join(bundle, file), to: posix.join('app', file) })),
    contextDir: join(workspaceRoot, 'dist/docker', project),
    layoutDir: join(workspaceRoot, 'dist/images', project),
    refFile: join(workspaceRoot, 'dist/images', `${project}.json`),
  };
}

/** Where the build target says that it puts its output. */
function toOutputFolder({ build, project, projectRoot }: DockerContext): string | undefined {
  const outputPath: unknown = build?.options?.outputPath;
  const [first] = build?.outputs ?? [];
  const path = typeof outputPath === 'string' ? outputPath : first;
  const tidy = path
    ?.replace(/^\{workspaceRoot\}\/?/, '')
    .replaceAll('{projectRoot}', projectRoot)
    .replaceAll('{projectName}', project);
  return tidy === undefined || /[{*]/.test(tidy) ? undefined : posix.normalize(tidy);
}

const ENGINES = ['buildah', 'podman', 'docker'] as const;

function toEngine(option: DockerSchema['engine'], variable: string | undefined): DockerRequest['engine'] {
  const wanted = option && option !== 'auto' ? option : variable;
  if (!wanted || wanted === 'auto') return undefined;
  const known = ENGINES.find((name) => name === wanted);
  if (known) return known;
  throw new SlipwayError({
    code: 'ImageEngineUnknown',
    message: `choose an image engine: "${wanted}" is not known.`,
    hint: `Set SLIPWAY_IMAGE_ENGINE to ${ENGINES.join(', ')} or auto.`,
    exitCode: ExitCodes.usage,
  });
}

/** A project's name as a repository: lower case, with the characters that the OCI distribution spec allows. */
export function toRepository(project: string): string {
  const name = project
    .toLowerCase()
    .replace(/[^a-z0-9/._-]+/g, '-')
    .split('/')
    .map((part) => part.replace(/[._-]{2,}/g, '-').replace(/^[._-]+|[._-]+$/g, ''))
    .filter(Boolean)
    .join('/');
  return `slipway/${name}`;
}
