import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { generateSchemas } from './generate-schemas.ts';

/**
 * `node write-schemas.ts [--check]`: writes tools/contracts/schemas anew, without those of types that are gone, or
 * names the files that are not as they must be and exits 1.
 */
const projectDir = join(import.meta.dirname, '..', '..');
const folder = join(projectDir, 'schemas');
const isCheck = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
const wanted = generateSchemas(projectDir);
const options = { ...(await resolveConfig(join(folder, 'x.json'))), parser: 'json' };
for (const [name, text] of wanted) {
  const file = join(folder, name);
  const content = await format(text, options);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
  report('stale', 'written', name);
  if (!isCheck) writeFileSync(file, content);
}
for (const name of readdirSync(folder)) {
  if (wanted.has(name)) continue;
  report('orphaned', 'removed', name);
  if (!isCheck) rmSync(join(folder, name));
}

function report(found: string, done: string, name: string): void {
  process.stdout.write(`${isCheck ? found : done}: tools/contracts/schemas/${name}\n`);
  if (isCheck) process.exitCode = 1;
}
