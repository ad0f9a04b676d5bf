import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { KubeObject } from '@slipway/contracts';
import { ensureTools } from '@slipway/toolchain';
import { stringify } from 'yaml';
import { pick, render, workspaceRoot } from '../support/render.ts';

jest.setTimeout(600_000); // Builds helm and fetches promtool where they are not there yet.

interface Rule extends KubeObject {
  spec: { groups: { rules: { alert: string; annotations: Record<string, string> }[] }[] };
}

/** Answers of /logs take as long as they are long, and do not count. */
const rules = { rules: { enabled: true, latency: { exceptRoutes: ['/logs'] } } };
const renderRule = async (release: string, values: object) =>
  pick<Rule>(
    await render({ chart: 'common-test', release, values: { ...values, monitoring: rules } }),
    'PrometheusRule',
  );
const web = () =>
  renderRule('web', {
    kind: 'StatefulSet',
    persistence: { enabled: true, mountPath: '/data' },
    hpa: { enabled: true },
  });
const job = () => renderRule('job', { kind: 'CronJob', cronJob: { schedule: '@hourly' }, test: { enabled: false } });

describe('alerts', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'slipway-alerts-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('fire when they must and are silent otherwise', async () => {
    const tools = await ensureTools(['promtool']);
    for (const [name, rule] of [['web', await web()], ['job', await job()]] as const) {
      writeFileSync(join(dir, `${name}.yaml`), stringify(rule.spec));
    } // prettier-ignore
    copyFileSync(join(import.meta.dirname, '__fixtures__/alerts.yaml'), join(dir, 'alerts.yaml'));
    const { stdout, stderr } = await runProcess(tools.path('promtool'), ['test', 'rules', 'alerts.yaml'], {
      cwd: dir,
      env: tools.env,
      okCodes: [0, 1],
    });
    expect(`${stdout}${stderr}`).toMatch(/^Unit Testing: {2}alerts\.yaml\n {2}SUCCESS\s*$/);
  });

  it('are explained, each in a section of the page that its runbook_url names, and all of them are tried', async () => {
    const page = readFileSync(join(workspaceRoot, 'docs/runbooks/service-alerts.md'), 'utf8');
    const tried = readFileSync(join(import.meta.dirname, '__fixtures__/alerts.yaml'), 'utf8');
    const alerts = [await web(), await job()].flatMap(({ spec }) => spec.groups.flatMap((group) => group.rules));
    const names = [...new Set(alerts.map(({ alert }) => alert))].sort();
    expect(names).toHaveLength(9);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title).sort()).toEqual(names);
    expect([...new Set([...tried.matchAll(/alertname: (\w+)/g)].map(([, name]) => name))].sort()).toEqual(names);
    for (const { alert, annotations } of alerts) {
      expect(annotations.runbook_url).toBe(`docs/runbooks/service-alerts.md#${alert.toLowerCase()}`);
    }
  });
});
