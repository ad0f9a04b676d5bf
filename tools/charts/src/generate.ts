import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';

/** `node generate.ts [--check]`: writes every generated file, or names those that are not as they must be and exits 1. */
const workspaceRoot = join(import.meta.dirname, '../../..');
const isCheck = process.argv.includes('--check');
for (const [path, content] of await generatedFiles(workspaceRoot)) {
  const file = join(workspaceRoot, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
  process.stdout.write(`${isCheck ? 'stale' : 'written'}: ${path}\n`);
  if (isCheck) process.exitCode = 1;
  else writeFileSync(file, content);
}
