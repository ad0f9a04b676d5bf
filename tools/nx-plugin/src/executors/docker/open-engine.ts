import { join } from 'node:path';
import { findProgram } from '@slipway/clients/src/process/find-program.ts';
import { createBuildah } from '@slipway/clients/src/image/engines/buildah.ts';
import { chooseEngine, toEngineOrder } from '@slipway/clients/src/image/engines/choose-engine.ts';
import { createDocker } from '@slipway/clients/src/image/engines/docker.ts';
import type { EngineName, ImageEngine } from '@slipway/clients/src/image/engines/image-engine.ts';
import { createPodman } from '@slipway/clients/src/image/engines/podman.ts';
import type { ToolUse } from './tool-use.ts';
import { ensureTools } from '@slipway/toolchain';

/** An engine that works here; `wanted` or none where one was asked for. Throws `ImageEngineMissing`. */
export async function openEngine(wanted: EngineName | undefined, use: ToolUse): Promise<ImageEngine> {
  const { env, cacheDir, onProgress } = use;
  const onPath = (name: string) => {
    const path = findProgram(name, env);
    return path ? { path, env } : undefined;
  };
  const buildah = createBuildah({
    stateDir: join(cacheDir, 'buildah'),
    async program(signal) {
      const installed = onPath('buildah');
      if (installed) return installed;
      const tools = await ensureTools(['buildah'], { onProgress, signal, env });
      return { path: tools.path('buildah'), env: tools.env };
    },
  });
  const engines: Record<EngineName, ImageEngine> = {
    buildah,
    podman: createPodman(onPath('podman')),
    docker: createDocker(onPath('docker')),
  };
  const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0;
  const order = toEngineOrder(isRootOnLinux).map((name) => engines[name]);
  return chooseEngine(order, wanted, use.signal);
}
