import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DoctorReport, HistoryReport, LogLine, StatusReport } from '@slipway/contracts';
import { apply, kubectl, kubectlJson } from './support/cluster.ts';
import { writeCounterProject } from './support/counter-chart.ts';
import { soundValues } from './support/fault-chart.ts';
import { writeKubeconfig } from './support/kubeconfig.ts';
import type { StartedCommand } from './support/started-command.ts';
import { startCommand } from './support/started-command.ts';
import type { TestNamespace } from './support/test-namespace.ts';
import { makeNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';
import { slipway, workspace, write } from './support/workspace.ts';

const NAME = 'observed';
/** Where it runs; where nothing does; where the former is looked at with few rights. */
const [RUNS, EMPTY, FEW] = ['observed', 'observed-empty', 'observed-few-rights'];

describe('what runs can be looked at', () => {
  let namespace: TestNamespace;
  let image: string;
  let started: StartedCommand[] = [];

  beforeAll(async () => {
    namespace = await makeNamespace('observe');
    const local = await readFile(join(workspace, 'deploy/environments/local/environment.yaml'), 'utf8');
    await writeEnvironment(RUNS, local, namespace.name);
    await writeEnvironment(EMPTY, local, `${namespace.name}-empty`);
    image = (await soundValues('Deployment')).image;
    await deploy('1');
  });

  afterAll(async () => {
    for (const command of started) await command.stop();
    const made = [RUNS, EMPTY, FEW].map((name) => `deploy/environments/${name}`);
    for (const file of [`apps/${NAME}`, `deploy/charts/${NAME}`, ...made]) {
      await rm(join(workspace, file), { recursive: true, force: true });
    }
    await rm(join(workspace, '..', `${FEW}.kubeconfig`), { force: true }); // Holds a token.
    await namespace.remove();
  });

  it('in two environments by one command', async () => {
    const { exitCode, stdout } = await slipway(['status', '--env', `${RUNS},${EMPTY}`, '--projects', NAME, '--json']);
    const { environments, releases } = JSON.parse(stdout) as StatusReport;
    expect(exitCode).toBe(0);
    expect(environments).toEqual([{ name: RUNS }, { name: EMPTY }]);
    expect(releases).toMatchObject([
      { environment: RUNS, status: 'deployed', revision: 1, isReady: true, ready: 2, drift: { state: 'none' } },
      { environment: EMPTY, status: 'absent', ready: 0 },
    ]);
  });

  it('by its log, which loses and doubles no line across a rolling restart, and ends with Ctrl-C', async () => {
    const logs = start(['logs', '--env', RUNS, '--projects', NAME, '--follow', '--tail', 'all', '--json']);
    await logs.until('two pods to count', (text) => Object.keys(byPod(text)).length === 2);
    await deploy('2');
    const isOver = (texts: string[]) => texts.at(-1)?.startsWith('end after');
    const pods = await logs.until('the end of two pods and 20 lines of two others', (text) => {
      const all = Object.values(byPod(text));
      return all.filter(isOver).length === 2 && all.filter(({ length }) => length >= 20).length === 4 && byPod(text);
    });
    const { exitCode, durationMs } = await logs.stop();
    expect(exitCode).toBe(130);
    expect(durationMs).toBeLessThan(5000);
    for (const [pod, texts] of Object.entries(pods)) {
      const lines = isOver(texts) ? texts.slice(0, -1) : texts;
      expect(lines).toEqual(lines.map((_, index) => (index === 0 ? `line 1 of ${pod}` : `line ${index + 1}`)));
      if (isOver(texts)) expect(texts.at(-1)).toBe(`end after ${lines.length}`);
    }
  });

  it('through a port that survives the end of its pod', async () => {
    const forward = start(['port-forward', NAME, ':http', '--env', RUNS]);
    const url = await forward.until('the URL', (text) => /^http:\S+(?=\n)/.exec(text)?.[0]);
    const ask = async () => (await fetch(url, { headers: { connection: 'close' } })).text();
    // The restart before this one may leave pods that end just now.
    const first = await waitFor('a pod to answer', ask, { timeoutMs: 30_000 });
    expect(first).toMatch(new RegExp(`^${NAME}-`));
    await kubectl(['delete', 'pod', first, '-n', namespace.name, '--wait=false']);
    const other = async () => {
      const answer = await ask();
      return answer !== first && answer;
    };
    expect(await waitFor('another pod to answer', other, { timeoutMs: 60_000 })).toMatch(new RegExp(`^${NAME}-`));
    expect((await forward.stop()).exitCode).toBe(130);
  });

  it('by the history of three deploys, and shows that a record was forged', async () => {
    await deploy('3');
    const good = await history();
    expect(good).toMatchObject({ exitCode: 0, problems: [] });
    expect(good.records.map(({ number }) => number)).toEqual([3, 2, 1]);

    const where = ['-n', namespace.name];
    const secret = await kubectlJson<RecordSecret>(['get', 'secret', `slipway-record.${NAME}.2`, ...where]);
    const record = JSON.parse(Buffer.from(secret.data.record, 'base64').toString()) as object;
    const data = { record: Buffer.from(JSON.stringify({ ...record, by: 'Somebody else' })).toString('base64') };
    const { name, labels, annotations } = secret.metadata;
    await kubectl(['delete', 'secret', name, ...where]);
    await apply({ ...secret, data, metadata: { name, labels, annotations, namespace: namespace.name } });
    const forged = await history();
    expect(forged.exitCode).toBe(1);
    expect(forged.problems.map(({ code, record: number }) => [code, number])).toContainEqual(['RecordChanged', 2]);
  });

  it('after doctor found all well, and which right is missing where one is', async () => {
    const well = await doctor(RUNS);
    expect(well.findings.filter(({ state }) => state === 'bad')).toEqual([]);
    expect(well.exitCode).toBe(0);
    const asked = well.findings.filter(({ environment }) => environment === RUNS).map(({ name }) => name);
    expect(asked).toEqual(expect.arrayContaining(['cluster', 'clock', 'rights', 'leases', 'registry', 'ingress']));

    await apply(
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: namespace.name } },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'reader', namespace: namespace.name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: namespace.name }],
      },
    );
    const token = await kubectl(['create', 'token', 'reader', '-n', namespace.name]);
    const kubeconfig = await writeKubeconfig(FEW, { user: { token } });
    const text = `schema: slipway.environment/v1\nname: ${FEW}\ncontext: ${FEW}\nnamespace: ${namespace.name}\nregistry: 127.0.0.1:5050\ningress: { domain: localhost }\nautoscaling: false\nmetricsApis: []\nprotection: { approval: none }\nlocked: false\n`; // prettier-ignore
    await write(`deploy/environments/${FEW}/environment.yaml`, text);
    const { exitCode, findings } = await doctor(FEW, { KUBECONFIG: kubeconfig });
    expect(exitCode).toBe(1);
    const rights = findings.find(({ name }) => name === 'rights');
    expect(rights).toMatchObject({ state: 'bad', environment: FEW });
    expect(rights?.message).toContain(`missing in namespace ${namespace.name}: `);
    expect(rights?.message).toMatch(/create, patch, delete deployments\.apps/);
    expect(rights?.message).not.toContain('pods/log');
  });

  function start(args: string[]): StartedCommand {
    const command = startCommand(args);
    started = [...started, command];
    return command;
  }

  async function deploy(version: string): Promise<void> {
    await writeCounterProject(NAME, { image, replicas: 2, version });
    const { exitCode, stderr } = await slipway(['deploy', '--env', RUNS, '--projects', NAME]);
    if (exitCode !== 0) throw new Error(`deploy version ${version}: exit code ${exitCode}\n${stderr}`);
  }

  async function history(): Promise<HistoryReport & { exitCode: number }> {
    const { exitCode, stdout } = await slipway(['history', '--env', RUNS, '--projects', NAME, '--json']);
    return { ...(JSON.parse(stdout) as HistoryReport), exitCode };
  }
});

interface RecordSecret {
  metadata: { name: string; labels?: object; annotations?: object };
  data: { record: string };
}

/** What each pod has said so far; the last line may not be there as a whole yet. */
function byPod(ndjson: string): Record<string, string[]> {
  const pods: Record<string, string[]> = {};
  for (const text of ndjson.split('\n').slice(0, -1)) {
    const { pod, line = '' } = JSON.parse(text) as LogLine;
    (pods[pod] ??= []).push(line);
  }
  return pods;
}

async function doctor(
  environment: string,
  env: Record<string, string> = {},
): Promise<DoctorReport & { exitCode: number }> {
  const { exitCode, stdout } = await slipway(['doctor', '--env', environment, '--json'], { env });
  return { ...(JSON.parse(stdout) as DoctorReport), exitCode };
}

/** The local cluster under another name, with another namespace. */
async function writeEnvironment(name: string, local: string, namespace: string): Promise<void> {
  const text = local
    .replace('name: local', `name: ${name}`)
    .replace('namespace: slipway', `namespace: ${namespace}`)
    .replace(/\nverification:[^]*$/, '\n');
  await write(`deploy/environments/${name}/environment.yaml`, text);
}
