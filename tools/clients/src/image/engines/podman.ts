import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runProcess } from '../../process/run-process.ts';
import { inBuild, toReason } from './build-failed.ts';
import { toBuildArgs } from './buildah.ts';
import type { EngineBuild, EngineCheck, EngineProgram, ImageEngine } from './image-engine.ts';

/** podman as the machine has it, with its own storage. Undefined `program`: it is not there. */
export function createPodman(program: EngineProgram | undefined): ImageEngine {
  const run = (args: readonly string[], { signal, onLine, cwd, okCodes }: RunOptions = {}) =>
    runProcess(program?.path ?? 'podman', args, {
      ...(program ? { env: program.env } : {}),
      ...(cwd ? { cwd } : {}),
      ...(okCodes ? { okCodes } : {}),
      ...(signal ? { signal } : {}),
      ...(onLine ? { onLine: (line: string) => onLine(line) } : {}),
    });
  return {
    name: 'podman',
    async check(signal): Promise<EngineCheck> {
      if (!program) return { isUsable: false, reason: 'podman is not on PATH', fix: 'Install podman.' };
      try {
        const { stdout } = await run(['version', '--format', '{{.Client.Version}}'], { signal });
        await run(['images', '--quiet'], { signal });
        return { isUsable: true, version: stdout.trim() };
      } catch (error) {
        return {
          isUsable: false,
          reason: toReason(error),
          fix: 'Make "podman images" work for this user (rootless podman needs uidmap and /etc/subuid).',
        };
      }
    },
    build: (build) => inBuild('podman', build.title, () => runBuild(run, build)),
  };
}

interface RunOptions {
  signal?: AbortSignal | undefined;
  onLine?: ((line: string) => void) | undefined;
  cwd?: string;
  okCodes?: number[];
}

type Run = (args: readonly string[], options?: RunOptions) => Promise<{ exitCode: number }>;

async function runBuild(run: Run, build: EngineBuild): Promise<void> {
  const { base, signal, onLine, outFile } = build;
  const cwd = dirname(outFile);
  const context = { cwd, signal, onLine };
  if (base && (await run(['image', 'exists', base.name], { ...context, okCodes: [0, 1] })).exitCode !== 0) {
    const archive = join(cwd, 'base.tar');
    await base.writeArchive(archive);
    await run(['load', '--quiet', '--input', archive], context);
  }
  const idFile = join(cwd, 'image-id');
  await run(
    [
      ...['build', '--format', 'docker', '--layers=false', '--pull=never', '--iidfile', idFile],
      ...toBuildArgs({ ...build.buildArgs, ...(base ? { BASE: base.name } : {}) }),
      ...['--file', build.dockerfile, build.contextDir],
    ],
    context,
  );
  const id = (await readFile(idFile, 'utf8')).trim().replace('sha256:', '');
  await run(['save', '--quiet', '--format', 'docker-archive', '--output', basename(outFile), id], context);
  await run(['rmi', id], { ...context, okCodes: [0, 1, 2, 125] }); // Another build may have made the same image.
}
