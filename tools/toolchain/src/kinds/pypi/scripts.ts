import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PypiRow } from '../../versions/rows.ts';

type ScriptsRow = Pick<PypiRow, 'scripts'>;

/** Names and contents of a row's scripts, for hashing; nothing for a row without any. */
export function scriptInputs(packageFolder: string, { scripts = {} }: ScriptsRow): (string | Buffer)[] {
  return Object.entries(scripts).flatMap(([name, path]) => [name, readFileSync(join(packageFolder, path))]);
}

/** Puts a row's scripts beside the programs of a virtual environment, each run by the environment's Python. */
export function writeScripts(packageFolder: string, { scripts = {} }: ScriptsRow, environment: string): void {
  const bin = join(environment, 'bin');
  for (const [name, path] of Object.entries(scripts)) {
    const source = readFileSync(join(packageFolder, path), 'utf8');
    writeFileSync(join(bin, name), `${startWith(join(bin, 'python'))}${source}`, { mode: 0o755 });
  }
}

/**
 * First lines that the shell reads as a command and Python as a text: a path in `#!` may be cut, and holds no space.
 * `-I` keeps the caller's variables and folders out.
 */
function startWith(python: string): string {
  return `#!/bin/sh\n'''exec' '${python.replaceAll("'", `'"'"'`)}' -I "$0" "$@"\n' '''\n`;
}
