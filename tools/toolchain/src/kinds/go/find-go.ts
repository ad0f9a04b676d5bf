import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isExecutableFile, ProcessError, runProcess } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { goEnv } from './go-env.ts';
import { compareGoVersions, parseGoVersion } from './go-version.ts';

/** A Go that can build a module. */
export interface Go {
  /** Absolute path of the go command. */
  program: string;
  /** The environment to run it with; its GOTOOLCHAIN picks the right toolchain. */
  env: NodeJS.ProcessEnv;
  version: string;
}

/** The first Go that can fetch newer toolchains by itself. */
export const OLDEST_GO = '1.21';

const INSTALL_HINT =
  'Install Go 1.21 or newer (https://go.dev/doc/install) so that `go version` works or /usr/local/go/bin/go is there; newer toolchains are then fetched as needed.';

/**
 * A Go for modules that need `required`: the first one on PATH or in the usual places that is new
 * enough itself, else one that fetches a newer toolchain through the module proxy (`toolchains` are
 * tried before `required`). Throws `GoMissing`, `GoTooOld` or `GoToolchainRefused`.
 */
export async function findGo(
  required: string,
  env: NodeJS.ProcessEnv,
  toolchains: readonly string[],
  options: { signal?: AbortSignal | undefined; onFetch?: ((version: string) => void) | undefined } = {},
): Promise<Go> {
  const found: { program: string; version: string }[] = [];
  for (const program of goCandidates(env)) {
    const version = await versionOf(program, env, options.signal);
    if (version) found.push({ program, version });
  }
  const ready = found.find(({ version }) => compareGoVersions(version, required) >= 0);
  if (ready) return { ...ready, env: goEnv(env, 'local') };

  const fetcher = found.find(({ version }) => compareGoVersions(version, OLDEST_GO) >= 0);
  if (!fetcher) throw found[0] ? tooOld(found[0]) : missing();
  // The listed ones come first, so that all modules share one toolchain (and its compiled standard library).
  const wanted = [...toolchains.filter((version) => compareGoVersions(version, required) >= 0), required];
  let refusal: unknown;
  for (const version of new Set(wanted)) {
    options.onFetch?.(version);
    const toolchainEnv = goEnv(env, `go${version}`);
    try {
      await runProcess(fetcher.program, ['version'], { env: toolchainEnv, signal: options.signal });
      return { program: fetcher.program, version, env: toolchainEnv };
    } catch (error) {
      options.signal?.throwIfAborted();
      refusal = error;
    }
  }
  throw toolchainRefused(fetcher, required, refusal);
}

/** Every go command in the order of preference, without doubles. */
function goCandidates(env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const debian = existsSync('/usr/lib') ? readdirSync('/usr/lib').filter((name) => /^go-1\.\d+$/.test(name)) : [];
  const usual = [
    '/usr/local/go/bin',
    ...debian
      .sort()
      .reverse()
      .map((name) => join('/usr/lib', name, 'bin')),
  ];
  return [...new Set([...folders, ...usual])].map((folder) => join(folder, 'go')).filter(isExecutableFile);
}

async function versionOf(program: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return parseGoVersion((await runProcess(program, ['version'], { env: goEnv(env, 'local'), signal })).stdout);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

function missing(): SlipwayError {
  return new SlipwayError({
    code: 'GoMissing',
    message: 'look for Go: there is no go command on PATH nor in /usr/local/go/bin.',
    hint: INSTALL_HINT,
  });
}

function tooOld({ program, version }: { program: string; version: string }): SlipwayError {
  return new SlipwayError({
    code: 'GoTooOld',
    message: `look for Go: ${program} is Go ${version}, older than ${OLDEST_GO}.`,
    hint: INSTALL_HINT,
    details: { program, version, oldest: OLDEST_GO },
  });
}

function toolchainRefused(
  { program, version }: { program: string; version: string },
  required: string,
  cause: unknown,
) {
  const lines = (cause instanceof ProcessError ? cause.stderr : String(cause)).trim();
  return new SlipwayError({
    code: 'GoToolchainRefused',
    message: `fetch Go ${required}: ${program} is Go ${version}, and the module proxy did not hand out a newer toolchain.\n${lines}`,
    hint: `Install Go ${required} or newer, or set GOPROXY to a proxy that serves golang.org/toolchain.`,
    details: { program, version, required },
    cause,
  });
}
