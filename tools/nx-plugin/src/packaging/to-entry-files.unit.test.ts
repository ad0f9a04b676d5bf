import { toEntryFiles } from './to-entry-files.ts';

describe('toEntryFiles', () => {
  it('points executors to what is bundled and schemas to what is copied', () => {
    const entry = {
      implementation: './src/executors/deploy/executor.ts',
      schema: './src/executors/deploy/schema.json',
    };
    expect(toEntryFiles({ $schema: 'x', executors: { deploy: { ...entry, preferBatch: true } } })).toEqual({
      file: {
        $schema: 'x',
        executors: {
          deploy: {
            implementation: './lib/executors-deploy-executor.js',
            schema: './tools/nx-plugin/src/executors/deploy/schema.json',
            preferBatch: true,
          },
        },
      },
      modules: { 'executors-deploy-executor': 'tools/nx-plugin/src/executors/deploy/executor.ts' },
    });
  });

  it('leaves out generators that only this workspace can use', () => {
    const generators = { service: { factory: './src/a.ts' }, init: { factory: './src/b.ts' } };
    expect(toEntryFiles({ generators }, ['service'])).toEqual({
      file: { generators: { init: { factory: './lib/b.js' } } },
      modules: { b: 'tools/nx-plugin/src/b.ts' },
    });
  });
});
