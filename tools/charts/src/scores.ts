import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { measureScores } from './scores/measure-scores.ts';
import type { ScoreTable } from './scores/score-table.ts';
import { sumOf } from './scores/score-table.ts';
import { toScoreMarkdown } from './scores/to-score-markdown.ts';
import { workspaceRoot } from './support/render.ts';
import { syncFiles } from './sync-files.ts';

/**
 * `node scores.ts [--check]`: measures our charts and their peers and writes docs/charts/scores.json and scores.md. With
 * --check nothing is measured: the text must be that of the figures, or it exits 1.
 */
const JSON_PATH = 'docs/charts/scores.json';
const TEXT_PATH = 'docs/charts/scores.md';
const isCheck = process.argv.includes('--check');
const table = isCheck
  ? (JSON.parse(readFileSync(join(workspaceRoot, JSON_PATH), 'utf8')) as ScoreTable)
  : await measureScores(workspaceRoot);
const config = await resolveConfig(join(import.meta.dirname, 'x.ts'));
const files = new Map([
  [JSON_PATH, await format(JSON.stringify(table), { ...config, parser: 'json' })],
  [TEXT_PATH, await format(toScoreMarkdown(table), { ...config, parser: 'markdown' })],
]);
for (const note of syncFiles(workspaceRoot, files, [], isCheck)) {
  process.stdout.write(`${note}\n`);
  if (isCheck) process.exitCode = 1;
}
for (const { chart, withoutTests, withTests } of isCheck ? [] : table.scores) {
  process.stdout.write(`${chart}: ${sumOf(withoutTests)} faults, ${sumOf(withTests)} with test pods\n`);
}
