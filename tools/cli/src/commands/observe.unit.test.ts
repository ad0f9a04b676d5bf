import type { KubeObject } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { CliWorkspace } from '../__fixtures__/cli-workspace.ts';
import { createCliWorkspace } from '../__fixtures__/cli-workspace.ts';

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'p', labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 5000 }] }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'app', state: { running: {} } }],
  },
};

let workspace: CliWorkspace;
beforeEach(async () => {
  workspace = createCliWorkspace();
  expect(await workspace.run(['deploy', '--projects', 'web'])).toMatchObject({ exitCode: 0 });
  workspace.kube.put(pod);
});
afterEach(() => workspace.remove());

describe('logs --json', () => {
  it('prints one object a line: fields of a JSON line, else the line, with what looks secret marked', async () => {
    workspace.kube.podLogs['web-1/app'] = [
      '2026-01-01T00:00:01Z {"level":"info","password":"k4n4ry"}',
      '2026-01-01T00:00:02Z plain',
    ];
    const { exitCode, stdout } = await workspace.run(['logs', '--projects', 'web', '--json']);
    expect(exitCode).toBe(0);
    const whose = { release: 'web', pod: 'web-1', container: 'app' };
    expect(stdout.trimEnd().split('\n').map((text) => JSON.parse(text) as object)).toEqual([
      { time: '2026-01-01T00:00:01.000000000Z', ...whose, fields: { level: 'info', password: '(secret)' } },
      { time: '2026-01-01T00:00:02.000000000Z', ...whose, line: 'plain' },
    ]); // prettier-ignore
  });
});

describe('port-forward --json', () => {
  it('prints one document once the ports are open, and ends with its signal', async () => {
    const ending = new AbortController();
    const onStdout = () => ending.abort(new SlipwayError({ code: 'Stopped', message: 'stopped.', exitCode: 130 }));
    const args = ['port-forward', 'web', ':http', '--json'];
    const { exitCode, stdout } = await workspace.run(args, { signal: ending.signal, onStdout });
    expect(exitCode).toBe(130);
    const report = JSON.parse(stdout) as { forwards: { url: string; localPort: number }[] };
    const [forward] = report.forwards;
    expect(report).toMatchObject({ schema: 'slipway.port-forward/v1', environment: 'local', release: 'web', namespace: 'shop' }); // prettier-ignore
    expect(forward).toMatchObject({ url: `http://127.0.0.1:${forward?.localPort}`, port: 5000, name: 'http' });
  });
});

describe('status --all-environments', () => {
  it('gives an environment whose context is not there a row with the cause, and ends with 1', async () => {
    workspace.write('deploy/environments/dev/environment.yaml', 'context: dev\nnamespace: shop\nregistry: r.test\ningress: {domain: test}\nlocked: false\n'); // prettier-ignore
    const missing = () => Promise.reject(new SlipwayError({ code: 'ContextMissing', message: 'read kube context "dev": it is not there.' })); // prettier-ignore
    const connect = async ({ environment }: { environment: { name: string } }) =>
      environment.name === 'dev'
        ? { ...workspace.clients, kube: { ...workspace.kube, list: missing } }
        : workspace.clients;
    const { exitCode, stdout } = await workspace.run(['status', '--all-environments'], { deps: { connect } });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^local +web +healthy/m);
    expect(stdout).toMatch(/^dev +- +ContextMissing$/m);
    expect(stdout).toContain('read kube context "dev": it is not there.');
  });
});
