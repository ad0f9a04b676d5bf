import { basename, dirname, join } from 'node:path';
import { runProcess } from '../../process/run-process.ts';
import { inBuild, toReason } from './build-failed.ts';
import type { BuildahSettings } from './buildah-settings.ts';
import { writeBuildahSettings } from './buildah-settings.ts';
import type { EngineBuild, EngineCheck, EngineProgram, ImageEngine } from './image-engine.ts';
import type { CommandPrefix } from './unpacked-program.ts';
import { toUnpackedPrefix } from './unpacked-program.ts';

/** Where buildah comes from and where it may keep things. */
export interface BuildahOptions {
  /** Found or fetched when first needed. Throws a `SlipwayError` when there is none. */
  program: (signal?: AbortSignal) => Promise<EngineProgram>;
  /** Absolute folder for storage and settings. */
  stateDir: string;
}

/** buildah: builds without a daemon. As root it needs nothing on the machine; its storage is its own. */
export function createBuildah({ program, stateDir }: BuildahOptions): ImageEngine {
  let ready: Promise<Ready> | undefined;
  const prepare = (signal?: AbortSignal) => (ready ??= toReady(program, stateDir, signal));
  return {
    name: 'buildah',
    async check(signal): Promise<EngineCheck> {
      try {
        const { run } = await prepare(signal);
        const version = /version (\S+)/.exec((await run(['--version'], { signal })).stdout)?.[1] ?? 'unknown';
        await run(['images', '--quiet'], { signal });
        return { isUsable: true, version };
      } catch (error) {
        ready = undefined;
        return {
          isUsable: false,
          reason: toReason(error),
          fix: 'Run on Debian or Ubuntu as root or as a user with lines in /etc/subuid and /etc/subgid and the package uidmap (buildah is then fetched), or install buildah.',
        };
      }
    },
    async build(build): Promise<void> {
      const { run } = await prepare(build.signal);
      await inBuild('buildah', build.title, () => runBuild(run, build));
    },
  };
}

type Run = (
  args: readonly string[],
  options?: { cwd?: string; signal?: AbortSignal | undefined; onLine?: (line: string) => void; okCodes?: number[] },
) => Promise<{ stdout: string; exitCode: number }>;

interface Ready {
  run: Run;
}

async function runBuild(run: Run, build: EngineBuild): Promise<void> {
  const { base, signal, onLine } = build;
  const cwd = dirname(build.outFile);
  const context = { cwd, signal, ...(onLine ? { onLine } : {}) };
  if (base) await handOver(run, base, context);
  const idFile = join(cwd, 'image-id');
  await run(
    [
      ...['build', '--format', 'docker', '--layers=false', '--pull-never', '--iidfile', idFile],
      ...toBuildArgs({ ...build.buildArgs, ...(base ? { BASE: base.name } : {}) }),
      ...['--file', build.dockerfile, build.contextDir],
    ],
    context,
  );
  const { readFile } = await import('node:fs/promises');
  const id = (await readFile(idFile, 'utf8')).trim().replace('sha256:', '');
  await run(['push', id, `docker-archive:${basename(build.outFile)}:slipway.local/built:latest`], context);
  await run(['rmi', id], { ...context, okCodes: [0, 1, 125] }); // Another build may have made the same image.
}

/** Gives buildah the base image unless it has it. */
async function handOver(run: Run, base: NonNullable<EngineBuild['base']>, context: { cwd: string }): Promise<void> {
  const known = await run(['inspect', '--type', 'image', base.name], { ...context, okCodes: [0, 1, 125] });
  if (known.exitCode === 0) return;
  const archive = join(context.cwd, 'base.tar');
  await base.writeArchive(archive);
  await run(['pull', '--quiet', `docker-archive:${basename(archive)}`], context);
}

/** `--build-arg` options in one order. */
export function toBuildArgs(args: Readonly<Record<string, string>>): string[] {
  return Object.keys(args)
    .sort()
    .flatMap((key) => ['--build-arg', `${key}=${args[key]}`]);
}

async function toReady(
  program: BuildahOptions['program'],
  stateDir: string,
  signal: AbortSignal | undefined,
): Promise<Ready> {
  const given = await program(signal);
  // No registry is ever asked, and a login file that is not there would be an error.
  const { DOCKER_CONFIG: _config, REGISTRY_AUTH_FILE: _logins, ...env } = given.env;
  const found = { ...given, env };
  const isUnpacked = Boolean(found.env['LD_LIBRARY_PATH']);
  const prefix: CommandPrefix = isUnpacked
    ? await toUnpackedPrefix(found, stateDir)
    : { command: found.path, args: [], env: found.env };
  const settings = await chooseSettings(prefix, stateDir, signal);
  return { run: toRun(prefix, settings) };
}

/** overlay where the file system allows it; vfs copies every layer but works on any. */
async function chooseSettings(prefix: CommandPrefix, stateDir: string, signal?: AbortSignal): Promise<BuildahSettings> {
  const overlay = await writeBuildahSettings(stateDir, 'overlay');
  try {
    await toRun(prefix, overlay)(['images', '--quiet'], { signal });
    return overlay;
  } catch (error) {
    if (signal?.aborted) throw error;
    return writeBuildahSettings(stateDir, 'vfs');
  }
}

/** Options that every subcommand that reads or writes images takes. */
const WITH_POLICY = new Set(['build', 'pull', 'push']);

function toRun({ command, args: prefix, env }: CommandPrefix, settings: BuildahSettings): Run {
  return ([subcommand = '', ...args], { onLine, ...options } = {}) =>
    runProcess(
      command,
      [...prefix, subcommand, ...(WITH_POLICY.has(subcommand) ? ['--signature-policy', settings.policy] : []), ...args],
      {
        env: { ...env, ...settings.env },
        ...(options.cwd ? { cwd: options.cwd } : {}),
        ...(options.signal ? { signal: options.signal } : {}),
        ...(options.okCodes ? { okCodes: options.okCodes } : {}),
        ...(onLine ? { onLine: (line) => onLine(line) } : {}),
      },
    );
}
