import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchemas } from './generate-schemas.ts';

/** Writes tools/contracts/schemas anew: `node tools/contracts/src/schema/write-schemas.ts`. */
const projectDir = join(import.meta.dirname, '..', '..');
mkdirSync(join(projectDir, 'schemas'), { recursive: true });
for (const [name, text] of generateSchemas(projectDir)) writeFileSync(join(projectDir, 'schemas', name), text);
