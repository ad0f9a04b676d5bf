import { parseArgs } from 'node:util';
import { defectTable } from './defects/to-defect-table.ts';
import { generatedFiles } from './generated-files.ts';
import { goldenFiles, orphanedGoldens } from './golden/golden-files.ts';
import { toStaleFindings } from './stale-findings.ts';
import { workspaceRoot } from './support/render.ts';
import { syncFiles } from './sync-files.ts';

/**
 * `node generate.ts [--check] [ROOT]`: writes every generated file, or names those that are not as they must be and exits 1.
 * Of another workspace (ROOT) those that need no render.
 */
const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
const isCheck = values.check === true;
const [root = workspaceRoot] = positionals;
const notes = syncFiles(root, await generatedFiles(root), [], isCheck);
if (root === workspaceRoot) {
  notes.push(...syncFiles(root, await defectTable(), [], isCheck));
  // Charts are rendered only now: Helm holds their values to the schemas.
  notes.push(...syncFiles(root, await goldenFiles(), orphanedGoldens(), isCheck));
}
const lines = isCheck
  ? toStaleFindings(notes).map(({ rule, file, message, fix }) => `${rule}: ${file}: ${message}. ${fix}`)
  : notes;
for (const line of lines) process.stdout.write(`${line}\n`);
if (isCheck && notes.length > 0) process.exitCode = 1;
