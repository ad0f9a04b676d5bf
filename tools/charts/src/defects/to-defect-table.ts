import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { DEFECTS } from './defects.ts';

const PATH = 'docs/charts/defects.md';
const HEAD = `<!-- Made by \`npx nx run charts:generate\` from tools/charts/src/defects/defects.ts. -->

# Seeded defects

Each of these faults is put into a chart without faults, one at a time, and must be caught by the check named here, with the
file to blame and what to do. \`npx nx run charts:test\` does it (\`tools/charts/src/defects\`); the charts themselves, held
against \`deploy/lint.yaml\`, have no finding. Message and fix are excerpts of what is said.

| # | defect | chart | check | rule | file | message | fix |
| --- | --- | --- | --- | --- | --- | --- | --- |
`;
const BASES = { shop: 'plain manifests', service: 'of the library' } as const;

/** The table of all seeded defects: path relative to the workspace root, and content. */
export async function defectTable(): Promise<Map<string, string>> {
  const rows = DEFECTS.map(({ title, base, check, rule, file, message, fix }, index) =>
    [index + 1, cell(title), BASES[base], code(check), code(rule), code(file), cell(message), cell(fix)].join(' | '),
  );
  const text = `${HEAD}${rows.map((row) => `| ${row} |`).join('\n')}\n`;
  const options = (await resolveConfig(join(import.meta.dirname, 'x.ts'))) ?? {};
  return new Map([[PATH, await format(text, { ...options, filepath: PATH })]]);
}

const cell = (text: string) => text.replace(/[|*_<]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
const code = (text: string) => `\`${text}\``;
