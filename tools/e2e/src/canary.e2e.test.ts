import { spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRef } from '@slipway/contracts';
import { kubectl, kubectlJson } from './support/cluster.ts';
import { makeNamespace, type TestNamespace } from './support/test-namespace.ts';
import { readJson, slipway, workspace, write } from './support/workspace.ts';

const NAME = 'canary';
/** Whatever shows this shows a secret, in the clear or in base64. */
const CANARY = /k4n4ry|azRuNHJ5/i;
const outputs = ['--events', 'dist/canary/events', '--junit', 'dist/canary/junit.xml', '--summary', 'dist/canary/summary.md']; // prettier-ignore

let namespace: TestNamespace;
let image: string;
const commandLines: string[] = [];
let sampler: ReturnType<typeof spawn> | undefined;

beforeAll(async () => {
  namespace = await makeNamespace(NAME);
  const local = await readFile(join(workspace, 'deploy/environments/local/environment.yaml'), 'utf8');
  const [head = ''] = local.split(/^verification:/m);
  await write(
    `deploy/environments/${NAME}/environment.yaml`,
    head.replace(/^name: .*$/m, `name: ${NAME}`).replace(/^namespace: .*$/m, `namespace: ${namespace.name}`),
  );
  await write(`deploy/environments/${NAME}/${NAME}.yaml`, 'password: k4n4ry-values\n');
  const { repository, digest } = await readJson<ImageRef>('dist/images/backend-api.json');
  image = `127.0.0.1:5050/${repository}@${digest}`;
  await kubectl(['create', 'secret', 'generic', 'foreign', '-n', namespace.name, '--from-literal=key=k4n4ry-foreign']);
  // Every command line on the machine, ten times a second.
  sampler = spawn('sh', [
    '-c',
    'while :; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "; echo; sleep 0.1; done',
  ]);
  sampler.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (CANARY.test(text.replaceAll('from-literal=key=k4n4ry-foreign', ''))) commandLines.push(text);
  });
});

afterAll(async () => {
  sampler?.kill();
  await namespace.remove();
  for (const file of [`apps/${NAME}`, `deploy/charts/${NAME}`, `deploy/environments/${NAME}`, 'dist/canary']) {
    await rm(join(workspace, file), { recursive: true, force: true });
  }
});

describe('no secret gets out', () => {
  it('of a release that works', async () => {
    await writeProject('setInterval(() => {}, 1000)', '0.1.0');
    const done = await run('deploy', ...outputs);
    expect(done.exitCode).toBe(0);
    await run('plan');
    await run('status', '--json');
  });

  it('of one whose pods log all they know, in cause, events, reports and record', async () => {
    const script =
      'console.log(process.env.KEY, process.env.FOREIGN, process.env.DB_PASSWORD, Buffer.from(process.env.KEY).toString("base64")); process.exit(3)';
    await writeProject(script, '0.2.0');
    const failed = await run('deploy', '--json', ...outputs);
    const result = JSON.parse(failed.stdout) as {
      releases: { status: string; cause: { code: string; logs: string[] } }[];
    };
    expect([failed.exitCode, result.releases[0]?.status]).toEqual([1, 'rolled-back']);
    expect(result.releases[0]?.cause).toMatchObject({
      code: 'CrashAtStart',
      logs: ['(secret) (secret) (secret) (secret)'],
    });
  });

  it('of one that Helm refuses with a value in its words', async () => {
    await writeProject('0', '0.3.0', '{{ fail (printf "password: %s" .Values.password) }}');
    expect((await run('deploy', ...outputs)).exitCode).not.toBe(0);
    expect((await run('plan', '--json')).exitCode).not.toBe(0);
  });

  it('into records of the cluster, files of the workspace and command lines', async () => {
    await writeProject('setInterval(() => {}, 1000)', '0.1.0');
    const { items } = await kubectlJson<{ items: { type: string; data: Record<string, string> }[] }>(['get', 'secrets', '-n', namespace.name]); // prettier-ignore
    const records = items.filter(({ type }) => type === 'slipway.dev/record');
    expect(records.length).toBeGreaterThan(1);
    for (const { data } of records) {
      for (const text of Object.values(data)) expect(Buffer.from(text, 'base64').toString('utf8')).not.toMatch(CANARY);
    }
    await expectNoCanaryInFiles('.slipway/renders');
    await expectNoCanaryInFiles('dist/deploys');
    await expectNoCanaryInFiles('dist/canary');
    expect(commandLines).toEqual([]);
    await run('undeploy', ...outputs);
  });
});

/** Runs one command on the release and looks through all that it says. */
async function run(command: string, ...args: string[]) {
  const done = await slipway([command, '--env', NAME, '--projects', NAME, ...args], { env: { DEBUG: '*' } });
  expect([done.stdout, done.stderr].filter((text) => CANARY.test(text))).toEqual([]);
  await expectNoCanaryInFiles('dist/canary');
  return done;
}

async function expectNoCanaryInFiles(dir: string): Promise<void> {
  const names = await readdir(join(workspace, dir), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of names.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    expect([path, CANARY.exec(await readFile(path, 'utf8'))?.[0]]).toEqual([path, undefined]);
  }
}

/** A chart with a Secret, a variable named like one, and a program that does what the test says. */
async function writeProject(script: string, version: string, more = ''): Promise<void> {
  await write(
    `apps/${NAME}/project.json`,
    JSON.stringify({ name: NAME, projectType: 'application', tags: ['type:app'] }),
  );
  await write(`deploy/charts/${NAME}/Chart.yaml`, `apiVersion: v2\nname: ${NAME}\nversion: ${version}\n`);
  await write(`deploy/charts/${NAME}/values.yaml`, JSON.stringify({ image, script, password: '' }));
  await write(`deploy/charts/${NAME}/templates/all.yaml`, `${OBJECTS}${more}\n`);
}

const OBJECTS = `apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }} }
stringData: { key: k4n4ry-data, values: {{ .Values.password | quote }} }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  annotations: { example.com/deploy-token: k4n4ry-annotation }
spec:
  replicas: 1
  strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  selector: { matchLabels: &labels { app: {{ .Release.Name }} } }
  template:
    metadata: { labels: *labels }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 1
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: main
          image: {{ .Values.image | quote }}
          command: [node, -e, {{ .Values.script | quote }}]
          env:
            - { name: KEY, valueFrom: { secretKeyRef: { name: {{ .Release.Name }}, key: key } } }
            - { name: FOREIGN, valueFrom: { secretKeyRef: { name: foreign, key: key } } }
            - { name: DB_PASSWORD, value: k4n4ry-variable }
          resources:
            requests: { cpu: 10m, memory: 32Mi }
            limits: { cpu: 500m, memory: 128Mi }
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
`;
