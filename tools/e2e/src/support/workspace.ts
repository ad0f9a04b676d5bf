import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runOk, type RunOptions, type RunResult, run } from './run.ts';

/** The workspace under test: a copy of this one, so that tests may edit it. */
export const workspace = process.env['SLIPWAY_E2E_WORKSPACE'] ?? '';

const identity = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@localhost', '-c', 'commit.gpgsign=false'];

/** Copies what git knows (and what is new but not ignored) and links the installed packages. */
export async function createWorkspace(source: string, target: string): Promise<void> {
  const { stdout } = await runOk('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: source,
  });
  for (const file of stdout.split('\0').filter(Boolean)) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(source, file), join(target, file), { verbatimSymlinks: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error; // Deleted in the working tree, still in the index.
      },
    );
  }
  // Hard links: quick, and the relative links of workspace packages then point into the copy.
  await runOk('cp', ['-al', join(source, 'node_modules'), join(target, 'node_modules')], { cwd: source });
  await runOk('git', ['init', '-q', '-b', 'main'], { cwd: target });
  await commitAll('start', target);
}

/** Commits all changes of the workspace, so that `affected` has a base. */
export async function commitAll(message: string, cwd = workspace): Promise<void> {
  await runOk('git', ['add', '-A'], { cwd });
  await runOk('git', [...identity, 'commit', '-q', '--allow-empty', '-m', message], { cwd });
}

/** Runs nx in the workspace. */
export function nx(args: string[], options: Partial<RunOptions> = {}): Promise<RunResult> {
  return run('npx', ['nx', ...args], { cwd: workspace, ...options });
}

/** Runs the command line in the workspace. */
export function slipway(args: string[], options: Partial<RunOptions> = {}): Promise<RunResult> {
  return run('npx', ['slipway', ...args], { cwd: workspace, ...options });
}

/** Changes a file of the workspace. Fails when the change changes nothing. */
export async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(workspace, file);
  const before = await readFile(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`edit ${file}: the change changes nothing`);
  await writeFile(path, after);
}

/** Writes a file of the workspace, and the folders that it needs. */
export async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(workspace, file)), { recursive: true });
  await writeFile(join(workspace, file), text);
}

/** Reads a JSON file of the workspace. */
export async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(join(workspace, file), 'utf8')) as T;
}
