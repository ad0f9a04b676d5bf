import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { KubeObject } from '@slipway/contracts';
import { ensureTools } from '@slipway/toolchain';
import { parseAllDocuments } from 'yaml';
import { pick, workspaceRoot } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { settings } from './support/workload.ts';

const CHART = `
apiVersion: v2
name: shop
version: 0.1.0
dependencies:
  - { name: data-api, version: 0.1.0, repository: 'file://../data-api', alias: orders }
  - { name: data-api, version: 0.1.0, repository: 'file://../data-api', alias: invoices, condition: invoices.enabled }
  - { name: backend-api, version: 0.1.0, repository: 'file://../backend-api' }
`;

describe('one service twice in an umbrella', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-charts-'));
    mkdirSync(join(folder, 'shop/charts'), { recursive: true });
    writeFileSync(join(folder, 'shop/Chart.yaml'), CHART);
    for (const name of ['common', 'data-api', 'backend-api']) {
      cpSync(join(workspaceRoot, 'deploy/charts', name), join(folder, name), { recursive: true, verbatimSymlinks: true });
      if (name !== 'common') symlinkSync(`../../${name}`, join(folder, 'shop/charts', name));
    }
  }); // prettier-ignore
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function renderShop(values: object): Promise<KubeObject[]> {
    const tools = await ensureTools(['helm']);
    const args = ['template', 'shop', join(folder, 'shop'), '-n', 'shop', '-f', '-'];
    const { stdout } = await runProcess(tools.path('helm'), args, { env: tools.env, input: JSON.stringify(values) });
    return parseAllDocuments(stdout).flatMap((document) => (document.toJS() as KubeObject | null) ?? []);
  }

  it('has its aliases for names and labels, and neither selects the other’s pods', async () => {
    const objects = await renderShop({
      orders: { replicas: 1 },
      invoices: { replicas: 3 },
      'backend-api': { upstreams: { 'data-api': null, orders: { setting: 'EXTERNAL_LOGS_URL', path: '/logs' } } },
    });
    const ids = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [alias, replicas] of [['orders', 1], ['invoices', 3]] as const) {
      const { spec } = pick<Workload>(objects, 'StatefulSet', `shop-${alias}`);
      expect(spec).toMatchObject({ replicas, serviceName: `shop-${alias}-headless` });
      expect(spec.selector.matchLabels).toMatchObject({ 'app.kubernetes.io/name': alias });
    }
    expect(settings(pick<Workload>(objects, 'Deployment')).EXTERNAL_LOGS_URL).toBe('http://shop-orders/logs');
  }, 600_000); // prettier-ignore

  it('is there once when one is switched off', async () => {
    const objects = await renderShop({ invoices: { enabled: false } });
    expect(objects.filter(({ kind }) => kind === 'StatefulSet').map(({ metadata }) => metadata.name)).toEqual([
      'shop-orders',
    ]);
  }, 600_000);
});
