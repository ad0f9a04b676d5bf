import { mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, runProcess } from '@slipway/clients';
import { hashOf } from '../cache/key.ts';
import type { VersionCommand } from '../versions/rows.ts';

/** How long a program on PATH may take to say its version, in milliseconds. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * The first program of this name on PATH if it says exactly `version`, else undefined. Its answer is
 * kept in the cache, keyed by path, size and time of the file, so that it is asked once.
 */
export async function findOnPath(
  command: VersionCommand,
  version: string,
  env: NodeJS.ProcessEnv,
  cache: string,
): Promise<string | undefined> {
  const program = findProgram(command.program, env);
  if (!program) return undefined;
  return (await askVersion(program, command, env, cache)) === version ? program : undefined;
}

async function askVersion(
  program: string,
  command: VersionCommand,
  env: NodeJS.ProcessEnv,
  cache: string,
): Promise<string> {
  const { size, mtimeMs } = statSync(program);
  const key = hashOf([realpathSync(program), String(size), String(mtimeMs), JSON.stringify(command)]);
  const file = join(cache, 'path-versions', key);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const answer = await ask(program, command, env);
    if (answer !== undefined) remember(file, answer);
    return answer ?? '';
  }
}

async function ask(program: string, command: VersionCommand, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const { stdout, stderr } = await runProcess(program, command.args, { env, signal, killAfterMs: 500 });
    return versionIn(`${stdout}\n${stderr}`, command.pattern) ?? '';
  } catch {
    return undefined;
  }
}

/** The first group of the pattern in what a program printed. */
export function versionIn(output: string, pattern: string): string | undefined {
  return new RegExp(pattern).exec(output)?.[1];
}

function remember(file: string, version: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, version);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A read-only cache: it is asked again next time.
  }
}
