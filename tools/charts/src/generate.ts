import { workspaceRoot } from './support/render.ts';
import { generatedFiles } from './generated-files.ts';
import { goldenFiles, orphanedGoldens } from './golden/golden-files.ts';
import { syncFiles } from './sync-files.ts';

/** `node generate.ts [--check]`: writes every generated file, or names those that are not as they must be and exits 1. */
const isCheck = process.argv.includes('--check');
const notes = syncFiles(workspaceRoot, await generatedFiles(workspaceRoot), [], isCheck);
// Charts are rendered only now: Helm holds their values to the schemas.
notes.push(...syncFiles(workspaceRoot, await goldenFiles(), orphanedGoldens(), isCheck));
for (const note of notes) process.stdout.write(`${note}\n`);
if (isCheck && notes.length > 0) process.exitCode = 1;
