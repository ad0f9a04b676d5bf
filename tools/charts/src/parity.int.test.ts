import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { checkParity } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

describe('parity of a chart made by helm create', () => {
  let files: Record<string, string>;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-parity-'));
    const tools = await ensureTools(['helm']);
    await runProcess(tools.path('helm'), ['create', 'web'], { cwd: folder, env: tools.env });
    const names = readdirSync(join(folder, 'web'), { recursive: true, encoding: 'utf8' });
    const texts = names.filter((name) => /\.(yaml|tpl|txt)$/.test(name));
    files = Object.fromEntries(texts.map((name) => [name, readFileSync(join(folder, 'web', name), 'utf8')]));
    rmSync(folder, { recursive: true });
  });
  const check = async (changed: Record<string, string>) => {
    const chart = { name: 'web', isLibrary: false, files: { ...files, ...changed }, dependencies: [] };
    return (await checkParity(chart)).map(({ rule, file, key, nearest }) => [rule, file, key, nearest]);
  };

  it('is no false alarm', async () => {
    expect(Object.keys(files)).toContain('templates/deployment.yaml');
    expect(await check({})).toEqual([]);
  });

  it('names typos on either side, with what is meant', async () => {
    const values = files['values.yaml']?.replace(/^replicaCount:/m, 'replicaCont:').replace('  port: 80', '  prt: 80');
    const deployment = files['templates/deployment.yaml']?.replace(
      '.Values.podSecurityContext',
      '.Values.podSecurityContex',
    );
    const found = await check({ 'values.yaml': values ?? '', 'templates/deployment.yaml': deployment ?? '' });
    expect(found).toEqual(
      expect.arrayContaining([
        ['undeclared-value', 'templates/deployment.yaml', 'replicaCount', 'replicaCont'],
        ['undeclared-value', 'templates/service.yaml', 'service.port', 'service.prt'],
        ['undeclared-value', 'templates/deployment.yaml', 'podSecurityContex', 'podSecurityContext'],
        ['unused-value', 'values.yaml', 'replicaCont', 'replicaCount'],
        ['unused-value', 'values.yaml', 'service.prt', 'service.port'],
        ['unused-value', 'values.yaml', 'podSecurityContext', 'podSecurityContex'],
      ]),
    );
  });
});
