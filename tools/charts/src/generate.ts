import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';

const workspaceRoot = join(import.meta.dirname, '../../..');
for (const [path, content] of await generatedFiles(workspaceRoot)) writeFileSync(join(workspaceRoot, path), content);
