import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, runProcess } from '@slipway/clients';
import type { SlipwayError } from '@slipway/contracts';
import { requireDisk } from '../../cache/disk.ts';
import { makeWritable, removeTree } from '../../cache/remove-tree.ts';
import type { GoRow, ModuleFolder } from '../../versions/rows.ts';
import type { ToolJob, ToolKind } from '../kind.ts';
import { compileFraction, downloadedModule, downloadFraction, requiredModules } from './build-progress.ts';
import { findGo, type Go } from './find-go.ts';
import { classifyGoFailure } from './go-failure.ts';
import { goLineOf } from './go-version.ts';
import { moduleInputs, stageModule } from './stage.ts';

/** What downloading modules may take before anything is compiled, in MiB. */
const DOWNLOAD_MIB = 512;
/** Room for a linked program and its draft, in MiB; the largest one has 145. */
const PROGRAM_MIB = 300;

/** Programs built from the Go module proxy, static and without paths of this machine in them. */
export const goKind: ToolKind<GoRow> = {
  inPlace: false,
  title: (name, row) => `build ${name} ${row.version} from its Go modules`,
  inputs: (row, { packageFolder }) => [
    JSON.stringify([row.version, row.package, row.programs, row.tags, row.variables, row.copies]),
    ...(row.data ? [JSON.stringify(row.data)] : []),
    process.platform,
    process.arch,
    ...moduleInputs(join(packageFolder, row.module), row),
  ],
  async obtain(job) {
    const { row, signal } = job;
    const from = join(job.packageFolder, row.module);
    const source = join(job.folder, 'src');
    mkdirSync(source);
    const goMod = readFileSync(join(from, 'go.mod'), 'utf8');
    const go = await findGo(goLineOf(goMod), job.env, job.versions.goToolchains, {
      signal,
      onFetch: (version) => job.report(`fetch Go ${version}`),
    });
    await stageModule(from, source, row, go, signal);
    await download(job, go, source, requiredModules(goMod));
    job.report('wait for the build before it: one at a time');
    await job.turn();
    await compile(job, go, source);
    for (const [name, from] of Object.entries(row.data ?? {})) await handOut(job, go, source, from, name);
    removeTree(source);
    return {
      root: '.',
      programs: Object.fromEntries(row.programs.map((program) => [program, `bin/${program}`])),
      bin: ['bin'],
      libraries: [],
      folders: {},
      guarded: ['bin', ...Object.keys(row.data ?? {})],
      facts: { go: go.version },
    };
  },
};

/** Downloads what the package needs and nothing else: `go mod download` would ask for every module named. */
async function download(job: ToolJob<GoRow>, go: Go, cwd: string, total: number): Promise<void> {
  const cache = await goFolder(job, go, cwd, 'GOMODCACHE');
  requireDisk(`download the modules of ${job.name}`, cache, DOWNLOAD_MIB);
  let done = 0;
  job.report('look at the modules', 0);
  await runGo(
    job,
    go,
    cwd,
    ['list', '-deps', '-f', '{{.ImportPath}}', ...buildFlags(job.row), job.row.package],
    (line) => {
      const module = downloadedModule(line);
      if (module) job.report(`download ${module}`, downloadFraction(++done, total));
    },
  );
}

async function compile(job: ToolJob<GoRow>, go: Go, cwd: string): Promise<void> {
  const { row, name } = job;
  const listed = await runGo(job, go, cwd, [
    'list',
    '-deps',
    '-f',
    '{{.Stale}} {{.ImportPath}}',
    ...buildFlags(row),
    row.package,
  ]);
  const answers = listed.stdout.trim().split('\n');
  const stale = answers.filter((line) => line.startsWith('true ')).length;
  const main = answers.at(-1)?.split(' ')[1]; // Dependencies come first.
  const folder = await goFolder(job, go, cwd, 'GOCACHE');
  // What has been compiled already needs no room again.
  requireDisk(`build ${name}`, folder, Math.ceil((row.diskMiB * stale) / Math.max(answers.length, 1)));
  requireDisk(`build ${name}`, job.folder, PROGRAM_MIB);

  const [binary, ...links] = row.programs as [string, ...string[]];
  const output = join(job.folder, 'bin', binary);
  mkdirSync(join(job.folder, 'bin'), { recursive: true });
  let done = 0;
  job.report(`compile ${stale} of ${answers.length} packages`, compileFraction(0, stale));
  const flags = [...buildFlags(row), '-v', '-ldflags', linkerFlags(row), '-o', output, row.package];
  await runGo(job, go, cwd, ['build', ...flags], (line) => {
    if (line.includes(' ') || line.startsWith('#')) return;
    // A package whose dependencies turn out unchanged is not compiled after all: the main one is the last in any case.
    done = line === main ? stale : Math.min(done + 1, stale);
    job.report(
      line === main ? 'compile and link the program' : `compile ${line} (${done}/${stale})`,
      compileFraction(done, stale),
    );
  });
  for (const link of links) symlinkSync(binary, join(job.folder, 'bin', link));
}

/** Copies a folder of a module into the tool as `name`. */
async function handOut(
  job: ToolJob<GoRow>,
  go: Go,
  cwd: string,
  { module, folder }: ModuleFolder,
  name: string,
): Promise<void> {
  const { stdout } = await runGo(job, go, cwd, ['list', '-m', '-f', '{{.Dir}}', module]);
  const target = join(job.folder, name);
  cpSync(join(stdout.trim(), folder), target, { recursive: true });
  makeWritable(target); // Go's module cache is read-only.
}

async function runGo(job: ToolJob<GoRow>, go: Go, cwd: string, args: string[], onError?: (line: string) => void) {
  const [program, ...rest] = args[0] === 'build' ? givingWay(go, args) : [go.program, ...args];
  const run = () =>
    runProcess(program, rest, {
      cwd,
      env: go.env,
      signal: job.signal,
      dieWithParent: true,
      onLine: (line, stream) => (stream === 'stderr' ? onError?.(line) : undefined),
    });
  const toFailure = (error: unknown): SlipwayError => {
    job.signal.throwIfAborted();
    return classifyGoFailure(`${args[0] === 'build' ? 'build' : 'download the modules of'} ${job.name}`, error);
  };
  try {
    return await run();
  } catch (error) {
    // One more try for a network that stumbled; everything that arrived is kept.
    if (toFailure(error).code !== 'ModuleProxyUnreachable' || args[0] === 'build') throw toFailure(error);
    job.report('the module proxy did not answer: try once more');
    return await run().catch((again: unknown) => {
      throw toFailure(again);
    });
  }
}

/** Compiling gives way to what people wait for, a cluster that starts beside it for example. */
function givingWay(go: Go, args: string[]): [string, ...string[]] {
  const nice = findProgram('nice', go.env);
  return nice ? [nice, '-n', '10', go.program, ...args] : [go.program, ...args];
}

async function goFolder(job: ToolJob<GoRow>, go: Go, cwd: string, variable: 'GOCACHE' | 'GOMODCACHE'): Promise<string> {
  return (await runGo(job, go, cwd, ['env', variable])).stdout.trim();
}

function buildFlags(row: GoRow): string[] {
  return ['-trimpath', ...(row.tags ? ['-tags', row.tags.join(',')] : [])];
}

/** `-s -w` and the row's variables with its version filled in. */
export function linkerFlags({ version, variables = {} }: Pick<GoRow, 'version' | 'variables'>): string {
  const [major = '', minor = ''] = version.split('.');
  const fill = (text: string) =>
    text.replaceAll('{version}', version).replaceAll('{major}', major).replaceAll('{minor}', minor);
  return ['-s -w', ...Object.entries(variables).map(([name, value]) => `-X ${name}=${fill(value)}`)].join(' ');
}
