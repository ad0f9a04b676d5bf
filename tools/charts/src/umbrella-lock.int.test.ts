import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { ensureTools } from '@slipway/toolchain';
import { workspaceRoot } from './support/render.ts';

describe('Chart.lock of the umbrella', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-charts-'));
    cpSync(join(workspaceRoot, 'deploy/charts'), folder, { recursive: true, verbatimSymlinks: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('fits Chart.yaml: helm dependency build takes it as it is', async () => {
    const tools = await ensureTools(['helm']);
    const lock = readFileSync(join(folder, 'stack/Chart.lock'), 'utf8');
    await runProcess(tools.path('helm'), ['dependency', 'build', join(folder, 'stack')], { env: tools.env });
    expect(readFileSync(join(folder, 'stack/Chart.lock'), 'utf8')).toBe(lock);
  }, 600_000);
});
