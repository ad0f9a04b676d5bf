import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { runProcess } from '../../process/run-process.ts';
import { inBuild } from './build-failed.ts';
import { toBuildArgs } from './buildah.ts';
import type { EngineBuild, EngineCheck, EngineProgram, ImageEngine } from './image-engine.ts';

/** How long an engine may take to say whether it is there. */
const ANSWER_MS = 5000;

/**
 * Docker with buildx. The build goes into the engine and comes out by `docker save`, because not every
 * engine that is in use can export OCI itself (the "docker" driver without the containerd image store).
 * Undefined `program`: it is not there.
 */
export function createDocker(program: EngineProgram | undefined): ImageEngine {
  const run: Run = (args, { signal, onLine, okCodes } = {}) =>
    runProcess(program?.path ?? 'docker', args, {
      env: { ...(program?.env ?? process.env), BUILDX_NO_DEFAULT_ATTESTATIONS: '1', DOCKER_CLI_HINTS: 'false' },
      ...(okCodes ? { okCodes } : {}),
      ...(signal ? { signal } : {}),
      ...(onLine ? { onLine: (line: string) => onLine(line) } : {}),
    });
  return {
    name: 'docker',
    async check(signal): Promise<EngineCheck> {
      if (!program) return { isUsable: false, reason: 'docker is not on PATH', fix: 'Install Docker with buildx.' };
      const limit = AbortSignal.any([AbortSignal.timeout(ANSWER_MS), ...(signal ? [signal] : [])]);
      const version = await run(['version', '--format', '{{.Server.Version}}'], { signal: limit }).catch(
        () => undefined,
      );
      if (!version) {
        return { isUsable: false, reason: 'no Docker engine answers', fix: 'Start Docker, or choose another engine.' };
      }
      const hasBuildx = await run(['buildx', 'version'], { signal: limit }).then(
        () => true,
        () => false,
      );
      if (!hasBuildx) {
        return {
          isUsable: false,
          reason: 'docker has no buildx, and without it images are not reproducible',
          fix: 'Install the plugin (package docker-buildx-plugin or docker-buildx), or choose another engine.',
        };
      }
      return { isUsable: true, version: version.stdout.trim() };
    },
    build: (build) => inBuild('docker', build.title, () => runBuild(run, build)),
  };
}

interface RunOptions {
  signal?: AbortSignal | undefined;
  onLine?: ((line: string) => void) | undefined;
  okCodes?: number[];
}

type Run = (args: readonly string[], options?: RunOptions) => Promise<{ exitCode: number; stdout: string }>;

async function runBuild(run: Run, build: EngineBuild): Promise<void> {
  const { base, signal, onLine, outFile } = build;
  const context = { signal, onLine };
  if (base && (await run(['image', 'inspect', base.name], { signal, okCodes: [0, 1] })).exitCode !== 0) {
    const archive = join(dirname(outFile), 'base.tar');
    await base.writeArchive(archive);
    await run(['load', '--quiet', '--input', archive], context);
  }
  // The builder of the context's own engine: the only one that sees the engine's images.
  const shown = await run(['context', 'show'], { signal }).catch(() => undefined);
  const builder = shown?.stdout.trim() || 'default';
  const name = `localhost/slipway/build:${randomUUID()}`;
  try {
    await run(
      [
        ...['buildx', 'build', '--builder', builder, '--load', '--tag', name, '--platform', build.platform],
        ...['--provenance=false', '--sbom=false', '--progress=plain'],
        ...toBuildArgs({ ...build.buildArgs, ...(base ? { BASE: base.name } : {}) }),
        ...['--file', build.dockerfile, build.contextDir],
      ],
      context,
    );
    await run(['save', '--output', outFile, name], context);
  } finally {
    await run(['image', 'rm', name], { okCodes: [0, 1] });
  }
}
