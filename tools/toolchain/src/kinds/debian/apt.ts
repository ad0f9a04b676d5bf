import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, ProcessError, runProcess } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { writeAptConfig } from './apt-config.ts';
import { classifyAptFailure } from './apt-failure.ts';
import { type PackageFile, parseInstLines, parsePrintUris, type ResolvedPackage, toPackageList } from './parse-apt.ts';

const HOST_LISTS = '/var/lib/apt/lists';
/** Package lists older than this are fetched anew: mirrors drop superseded files. */
const FRESH_MS = 7 * 24 * 60 * 60 * 1000;

/** Which package lists are asked. */
export type ListSource = 'host' | 'private';

/**
 * apt with folders of its own: it reads the host's sources and keys (and lists, if fresh), and writes
 * below the cache only. The set of installed packages is empty for it, so that what it resolves does
 * not depend on what the host has.
 */
export interface Apt {
  /** Lists worth trying, in order. */
  sources: ListSource[];
  /**
   * Fetches the lists into the private folder. Gives what apt says about sources that failed: they may
   * be foreign ones that nothing is needed from. Throws when no source answered.
   */
  update(): Promise<string[]>;
  resolve(packages: readonly string[], source: ListSource, closure: boolean): Promise<ResolvedPackage[]>;
  /** The files of the packages, with checksums. */
  files(packages: readonly ResolvedPackage[], source: ListSource): Promise<PackageFile[]>;
  /** Downloads the packages into `folder`. */
  download(
    packages: readonly ResolvedPackage[],
    source: ListSource,
    folder: string,
    onFile: (name: string) => void,
  ): Promise<void>;
}

/** What `createApt` is told. */
export interface AptOptions {
  /** Private folder; made if absent. */
  folder: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** The host's lists. Default `/var/lib/apt/lists`. */
  hostLists?: string;
  now?: () => number;
}

/** Throws `NotDebian` where apt-get or dpkg-deb are missing. */
export function createApt({ folder, env, signal, hostLists = HOST_LISTS, now = Date.now }: AptOptions): Apt {
  const program = requireProgram('apt-get', env);
  requireProgram('dpkg-deb', env);
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'log'])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'status'), '');
  const config = writeAptConfig(folder, env['APT_CONFIG']);
  const lists: Record<ListSource, string> = { host: hostLists, private: join(folder, 'state/lists') };

  const run = (source: ListSource, args: readonly string[], cwd?: string, onLine?: (line: string) => void) =>
    runProcess(program, [...settings(folder, lists[source]), ...args], {
      cwd,
      env: { ...env, APT_CONFIG: config, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', LD_LIBRARY_PATH: undefined },
      signal,
      dieWithParent: true,
      onLine: onLine && ((line) => onLine(line)),
    });

  return {
    sources: (['private', 'host'] as const).filter((source) => now() - newestList(lists[source]) < FRESH_MS),
    async update() {
      const output = await run('private', ['-q', 'update']).then(
        ({ stdout, stderr }) => `${stdout}\n${stderr}`,
        (error: unknown) => {
          signal.throwIfAborted();
          return error instanceof ProcessError ? `${error.stdout}\n${error.stderr}` : String(error);
        },
      );
      if (newestList(lists.private) === 0) throw classifyAptFailure('fetch the package lists', output);
      return output.split('\n').filter((line) => /^[EW]: (?:Failed to fetch|The repository)/.test(line));
    },
    async resolve(packages, source, closure) {
      const { stdout } = await run(source, ['-s', '--no-install-recommends', 'install', ...packages]);
      const resolved = parseInstLines(stdout);
      return closure ? resolved : resolved.filter(({ name }) => packages.includes(name));
    },
    async files(packages, source) {
      return parsePrintUris((await run(source, ['download', '--print-uris', ...toPackageList(packages)])).stdout);
    },
    async download(packages, source, target, onFile) {
      if (packages.length === 0) return;
      await run(source, ['-q', 'download', ...toPackageList(packages)], target, (line) => {
        // Get:3 http://mirror suite/component arch name arch version [size]
        const name = /^Get:\d+ \S+ \S+ \S+ (\S+)/.exec(line)?.[1];
        if (name) onFile(name);
      });
    },
  };
}

function settings(folder: string, lists: string): string[] {
  const values = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::State::lists': lists,
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Log': join(folder, 'log'),
    'Debug::NoLocking': 'true',
    'APT::Sandbox::User': process.getuid?.() === 0 ? 'root' : '',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '30',
    'Acquire::https::Timeout': '30',
    'Acquire::Languages': 'none',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** Time of the newest package list in milliseconds; 0 where there is none. */
function newestList(folder: string): number {
  if (!existsSync(folder)) return 0;
  const lists = readdirSync(folder).filter((name) => /_Packages(\.\w+)?$/.test(name));
  return Math.max(0, ...lists.map((name) => statSync(join(folder, name)).mtimeMs));
}

function requireProgram(name: string, env: NodeJS.ProcessEnv): string {
  const path = findProgram(name, env) ?? findProgram(name, { PATH: '/usr/bin:/bin' });
  if (path) return path;
  throw new SlipwayError({
    code: 'NotDebian',
    message: `look for ${name}: it is not there, so this machine is no Debian or a relative of it.`,
    hint: 'The embedded cluster needs Debian 12, Ubuntu 24.04 or newer; elsewhere use `--provider kind` or `--provider context`.',
  });
}

/** Id, version and code name of the host's distribution: packages of one release do not run on another. */
export function hostRelease(file = '/etc/os-release'): { id: string; version: string; codename: string } {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return { id: field('ID'), version: field('VERSION_ID'), codename: field('VERSION_CODENAME') };
}
