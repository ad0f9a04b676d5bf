import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestValidator } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../process/process-error.ts';
import { runProcess } from '../process/run-process.ts';
import type { KubeconformResource } from './parse-kubeconform.ts';
import { toValidatedObject } from './parse-kubeconform.ts';

/** Where kubeconform and its schemas are. */
export interface KubeconformClientOptions {
  /** Absolute path of the program. */
  program: string;
  /** Absolute folder of the schemas, with their `index.json`. Nothing else is asked, no network either. */
  schemasDir: string;
  /** Environment of the program. Default: this process's. */
  env?: NodeJS.ProcessEnv;
}

interface Index {
  version: string;
  kinds: { apiVersion: string; kind: string }[];
}

/** The real kubeconform, strict: unknown fields and keys given twice are faults. */
export function createKubeconformClient({ program, schemasDir, env }: KubeconformClientOptions): ManifestValidator {
  const index = JSON.parse(readFileSync(join(schemasDir, 'index.json'), 'utf8')) as Index;
  const args = [
    '-strict', '-verbose', '-output', 'json',
    '-kubernetes-version', index.version,
    '-schema-location', join(schemasDir, '{{ .ResourceKind }}{{ .KindSuffix }}.json'),
    '-',
  ]; // prettier-ignore
  return {
    kubernetesVersion: index.version,
    kinds: index.kinds,
    async validate(manifests, signal) {
      const { stdout, stderr } = await run(program, args, { env: env ?? process.env, input: manifests, signal });
      const resources = parse(stdout, stderr);
      return resources.flatMap((resource) => toValidatedObject(resource) ?? []);
    },
  };
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
  // A document without kind is not YAML of Kubernetes at all; kubeconform then names no object.
  const broken = document.resources?.find(({ kind, status }) => !kind && status === 'statusError');
  if (broken) throw unreadable(broken.msg, undefined);
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
