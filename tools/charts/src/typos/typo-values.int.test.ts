import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { render, workspaceRoot } from '../support/render.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

const folder = join(workspaceRoot, 'deploy/charts/common-test/ci');
const files = readdirSync(folder).filter((file) => file.startsWith('typo-'));

describe('Helm refuses', () => {
  it.each(files)('%s, as its first line says', async (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const refused = render({ chart: 'common-test', values: parse(text) as object });
    await expect(refused).rejects.toThrow(/^# (.+)/.exec(text)?.[1] ?? 'no first line');
  });
});
