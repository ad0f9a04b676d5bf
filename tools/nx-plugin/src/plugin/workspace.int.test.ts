import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { listCatalogFiles, readCatalog } from '@slipway/catalog';
import { readFileSync } from 'node:fs';
import { INFERRED_TARGETS } from './target-names.ts';

const workspaceRoot = join(import.meta.dirname, '..', '..', '..', '..');
jest.setTimeout(120_000);

async function affectedBy(file: string): Promise<string[]> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
  const nx = join(workspaceRoot, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const args = [nx, 'show', 'projects', '--affected', `--files=${file}`, '--json'];
  const { stdout } = await runProcess(process.execPath, args, {
    cwd: workspaceRoot,
    env: { ...env, NX_DAEMON: 'false' },
  });
  return JSON.parse(stdout.slice(stdout.indexOf('['))) as string[];
}

describe('this workspace', () => {
  it('uses no inferred target’s name for something else', () => {
    const files = listCatalogFiles(workspaceRoot).filter((file) => file.endsWith('project.json'));
    const clashes = files.flatMap((file) => {
      const { targets = {} } = JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8')) as { targets?: object };
      return Object.entries(targets)
        .filter(
          ([name, target]) => INFERRED_TARGETS.includes(name as never) && ('executor' in target || 'command' in target),
        )
        .map(([name]) => `${file}: ${name}`);
    });
    expect(files.length).toBeGreaterThan(10);
    expect(clashes).toEqual([]);
  });

  it('has a project for every chart', async () => {
    const { charts } = await readCatalog(workspaceRoot, listCatalogFiles(workspaceRoot));
    expect(charts.filter(({ project }) => !project)).toEqual([]);
  });

  it.each([
    ['deploy/charts/data-api/values.yaml', ['data-api'], ['backend-api']],
    ['deploy/charts/common/values.yaml', ['data-api', 'backend-api', 'common'], ['logging']],
    ['deploy/environments/local/backend-api.yaml', ['backend-api'], ['data-api']],
    // What lint looks at, and what it is made of: an edit must not find a lint in the cache.
    ['deploy/lint.yaml', ['data-api', 'common', 'stack'], ['logging']],
    ['tools/engine/src/lint/lint-charts.ts', ['data-api', 'common', 'stack'], ['logging']],
    ['tools/toolchain/python/checkov/checkov_kubernetes.py', ['data-api', 'common', 'stack'], ['logging']],
    ['libs/logging/src/logger.ts', ['data-api', 'backend-api', 'logging'], ['common']],
  ])('is affected by %s where it should be', async (file, wanted, unwanted) => {
    const affected = await affectedBy(file);
    expect(affected).toEqual(expect.arrayContaining(wanted));
    for (const name of unwanted) expect(affected).not.toContain(name);
  });
});
