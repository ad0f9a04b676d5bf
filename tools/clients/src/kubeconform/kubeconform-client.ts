import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestValidator, RenderedManifests, ValidatedObject, ValidatedRender } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../process/process-error.ts';
import { runProcess } from '../process/run-process.ts';
import { hasObjects } from '../render-files/has-objects.ts';
import { withRenderFiles } from '../render-files/with-render-files.ts';
import type { KubeconformResource } from './parse-kubeconform.ts';
import { toValidatedObject } from './parse-kubeconform.ts';

/** Where kubeconform and its schemas are. */
export interface KubeconformClientOptions {
  /** Absolute path of the program. */
  program: string;
  /** Absolute folder of one version's schemas, with their `index.json`. Nothing else is asked, no network either. */
  schemasDir: string;
  /** Absolute folder of schemas of custom kinds, with their `index.json`. Default: none is known. */
  crdsDir?: string | undefined;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv | undefined;
}

interface Index {
  version: string;
  kinds: { apiVersion: string; kind: string }[];
}

const FILE_OF_KIND = '{{ .ResourceKind }}{{ .KindSuffix }}.json';

/** The real kubeconform, strict: unknown fields and keys given twice are faults. Started once for all renders. */
export function createKubeconformClient(options: KubeconformClientOptions): ManifestValidator {
  const { program, schemasDir, crdsDir, env } = options;
  const index = readIndex(schemasDir);
  const custom = crdsDir !== undefined && existsSync(join(crdsDir, 'index.json')) ? readIndex(crdsDir).kinds : [];
  const folders = [schemasDir, ...(custom.length > 0 && crdsDir !== undefined ? [crdsDir] : [])];
  const args = [
    '-strict', '-verbose', '-output', 'json',
    '-kubernetes-version', index.version,
    ...folders.flatMap((folder) => ['-schema-location', join(folder, FILE_OF_KIND)]),
  ]; // prettier-ignore
  return {
    kubernetesVersion: index.version,
    kinds: [...index.kinds, ...custom],
    validate(renders, signal) {
      // It takes a file that holds nothing for an object without kind.
      const full = renders.filter(({ manifests }) => hasObjects(manifests));
      if (full.length === 0) return Promise.resolve(toRenders(renders, [], () => undefined));
      return withRenderFiles(full, async ({ paths, renderOf }) => {
        const { stdout, stderr } = await run(program, [...args, ...paths], { env, signal });
        return toRenders(renders, parse(stdout, stderr), renderOf);
      });
    },
  };
}

/** Schemas of one Kubernetes version, as the toolchain lays them out. */
export interface SchemaFolder {
  /** For example `1.36.3`. */
  version: string;
  /** Absolute. */
  dir: string;
}

/** The versions in a folder of the toolchain's schemas, oldest first: sub-folders, or the folder itself. Absolute. */
export function listSchemaFolders(root: string, names: readonly string[]): SchemaFolder[] {
  const versions = names.filter((name) => /^\d+\.\d+\.\d+$/.test(name));
  if (versions.length === 0) return [{ version: readIndex(root).version, dir: root }];
  return versions
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((version) => ({ version, dir: join(root, version) }));
}

function readIndex(dir: string): Index {
  return JSON.parse(readFileSync(join(dir, 'index.json'), 'utf8')) as Index;
}

function toRenders(
  renders: readonly RenderedManifests[],
  resources: readonly KubeconformResource[],
  renderOf: (path: string) => string | undefined,
): ValidatedRender[] {
  const objects = new Map<string, ValidatedObject[]>(renders.map(({ name }) => [name, []]));
  for (const resource of resources) {
    const object = toValidatedObject(resource);
    if (object) objects.get(renderOf(resource.filename) ?? '')?.push(object);
  }
  return [...objects].map(([render, found]) => ({ render, objects: found }));
}

async function run(program: string, args: string[], options: Parameters<typeof runProcess>[2]) {
  try {
    return await runProcess(program, args, { ...options, okCodes: [0, 1], dieWithParent: true });
  } catch (error) {
    options?.signal?.throwIfAborted();
    if (!(error instanceof ProcessError)) throw error;
    throw unreadable(error.message, error);
  }
}

function parse(stdout: string, stderr: string): KubeconformResource[] {
  let document: { resources?: KubeconformResource[] };
  try {
    document = JSON.parse(stdout) as { resources?: KubeconformResource[] };
  } catch (cause) {
    throw unreadable(stderr.trim() || stdout.trim() || 'it printed nothing', cause);
  }
  return document.resources ?? [];
}

function unreadable(reason: string, cause: unknown): SlipwayError {
  return new SlipwayError({
    code: 'ManifestsUnreadable',
    message: `validate manifests: ${reason.replace(/[.\s]+$/, '')}.`,
    hint: 'The template that renders this makes no valid YAML, or an object without kind.',
    cause,
  });
}
