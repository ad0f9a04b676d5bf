import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { workspaceRoot } from './support/render.ts';

jest.mock('prettier', () => ({
  // Prettier is an ES module that loads itself on demand, which jest cannot do: ask its program instead.
  resolveConfig: async () => ({}),
  format: async (text: string, { filepath }: { filepath: string }) => {
    const { execFileSync } = jest.requireActual<typeof import('node:child_process')>('node:child_process');
    const program = jest.requireActual<typeof import('node:path')>('node:path').resolve('node_modules/.bin/prettier');
    return execFileSync(program, ['--stdin-filepath', filepath], { input: text, encoding: 'utf8' });
  },
}));

describe('generated files', () => {
  it('are what the generator makes: run "npx nx run charts:generate"', async () => {
    const files = await generatedFiles(workspaceRoot);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['deploy/charts/backend-api/values.schema.json', 'deploy/environments/prod/stack.yaml']),
    );
    for (const [path, content] of files) {
      const file = join(workspaceRoot, path);
      expect([path, existsSync(file) ? readFileSync(file, 'utf8') : '']).toEqual([path, content]);
    }
  });
});
