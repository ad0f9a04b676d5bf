import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { toCauseDocs } from './to-cause-docs.ts';

/** `node write-cause-docs.ts [--check]`: writes docs/causes.md anew, or says that it is stale and exits 1. */
const file = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'causes.md');
const content = await format(toCauseDocs(), { ...(await resolveConfig(file)), parser: 'markdown' });
const isCheck = process.argv.includes('--check');
if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
  process.stdout.write(`${isCheck ? 'stale' : 'written'}: docs/causes.md\n`);
  if (isCheck) process.exitCode = 1;
  else writeFileSync(file, content);
}
