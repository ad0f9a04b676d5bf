import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Defect } from './defects.ts';

const FIXTURE = join(import.meta.dirname, '__fixtures__', 'shop');
/** Of the library's test chart; its suites and values are not what is linted here. */
const SERVICE_FILES = ['.helmignore', 'Chart.yaml', 'values.yaml', 'values.schema.json', 'templates'];

/** Copies a chart without faults to `<charts>/<name>`; `charts` is absolute and lies in a workspace of its own. */
export function copyBase(base: Defect['base'], charts: string, name: string, workspaceRoot: string): string {
  const dir = join(charts, name);
  mkdirSync(dir, { recursive: true });
  if (base === 'shop') {
    cpSync(FIXTURE, dir, { recursive: true });
    return dir;
  }
  const source = join(workspaceRoot, 'deploy/charts');
  if (!existsSync(join(charts, 'common'))) cpSync(join(source, 'common'), join(charts, 'common'), { recursive: true });
  for (const file of SERVICE_FILES) cpSync(join(source, 'common-test', file), join(dir, file), { recursive: true });
  mkdirSync(join(dir, 'charts'));
  symlinkSync('../../common', join(dir, 'charts/common'));
  return dir;
}

/** Puts one defect into a copy of its base. Throws an Error when the base has changed and the defect does not fit it. */
export function seedDefect({ title, edits = [], append = {}, remove = [] }: Defect, dir: string): void {
  for (const { file, find, put } of edits) {
    const text = readFileSync(join(dir, file), 'utf8');
    if (!text.includes(find)) throw new Error(`seed "${title}": ${file} does not hold ${JSON.stringify(find)}.`);
    writeFileSync(
      join(dir, file),
      text.replace(find, () => put),
    );
  }
  for (const [file, text] of Object.entries(append)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    appendFileSync(join(dir, file), text);
  }
  for (const file of remove) rmSync(join(dir, file));
}
