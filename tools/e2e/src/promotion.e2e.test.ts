import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployRecord, DeployResult, ErrorReport, ImageRef, PromotionReport } from '@slipway/contracts';
import { kubectl, kubectlJson, REGISTRY, tryKubectl } from './support/cluster.ts';
import { soundValues, writeFaultProject } from './support/fault-chart.ts';
import { removeProjects } from './support/remove-projects.ts';
import { runOk } from './support/run.ts';
import { commitAll, edit, readJson, slipway, workspace, write } from './support/workspace.ts';

const NAME = 'promoted';
const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
type Environment = (typeof ENVIRONMENTS)[number];

const namespaceOf = (environment: Environment) => `e2e-promotion-${environment}`;
const file = (environment: Environment, name: string) => `deploy/environments/${environment}/${name}`;
const lockOf = (environment: Environment) => file(environment, 'releases.lock.yaml');

/** Three environments as three namespaces of the one cluster; prod asks for another person's approval. */
describe('a digest on its way from dev to prod', () => {
  const kept = new Map<string, string>();
  let first: string;
  let approved: string;

  beforeAll(async () => {
    for (const environment of ENVIRONMENTS) {
      for (const path of [file(environment, 'environment.yaml'), lockOf(environment)]) kept.set(path, await read(path));
      await write(file(environment, 'environment.yaml'), environmentFile(environment));
      await write(lockOf(environment), `# Kept as it is.\nschema: slipway.release-lock/v1\nenvironment: ${environment}\nreleases: {}\n`); // prettier-ignore
    }
    await writeFaultProject(NAME, await soundValues('Deployment'));
    // The engine says which image it is, as for any chart that has one of its own.
    await write(`deploy/charts/${NAME}/values.yaml`, "kind: Deployment\nimage: { repository: '', digest: '' }\nport: '5000'\nreadinessPath: /readyz\n"); // prettier-ignore
    await edit(`deploy/charts/${NAME}/templates/workload.yaml`, (text) => text.replace('{{ .Values.image | quote }}', '"{{ .Values.image.repository }}@{{ .Values.image.digest }}"')); // prettier-ignore
    first = await build('backend-api');
    await commitAll('promotion');
  });

  afterAll(async () => {
    for (const [path, text] of kept) await write(path, text);
    await removeProjects(NAME);
    await commitAll('promotion ends');
    await kubectl(['delete', 'namespace', ...ENVIRONMENTS.map(namespaceOf), '--wait=false', '--ignore-not-found']);
  });

  it('runs in dev once it is locked, and in staging once it is promoted; git shows lock lines alone', async () => {
    await ok(['lock', '--env', 'dev', '--projects', NAME]);
    await commitAll('lock');
    await ok(['deploy', '--env', 'dev', '--projects', NAME]);

    const promotion = await ok<PromotionReport>(['promote', '--from', 'dev', '--to', 'staging']);
    expect(promotion.changes).toMatchObject([{ release: NAME, digest: first }]);
    expect((await git('diff', '--name-only')).split('\n')).toEqual([lockOf('staging')]);
    const diff = (await git('diff', '-U0')).split('\n').filter((line) => /^[-+](?![-+])/.test(line));
    expect(diff.filter((line) => !/^[-+] {2,}[\w-]/.test(line))).toEqual(['-releases: {}', '+releases:']);
    await commitAll('promote');
    await ok(['deploy', '--env', 'staging', '--projects', NAME]);
  });

  it('comes to prod with the approval of another person, of exactly this plan', async () => {
    await ok(['promote', '--from', 'staging', '--to', 'prod', '--branch', 'promotion']);
    expect(await git('status', '--porcelain')).toBe('');
    await git('merge', '-q', '--ff-only', 'promotion');

    const deploy = ['deploy', '--env', 'prod', '--projects', NAME];
    const refusal = await refused(deploy, 'ApprovalRequired');
    approved = (refusal.details as { planHash: string }).planHash;
    expect(refusal.hint).toContain(`--approve ${approved}`);
    expect((await tryKubectl(['get', 'namespace', namespaceOf('prod')])).exitCode).not.toBe(0);
    await refused([...deploy, '--approve', approved, '--approved-by', 'e2e@localhost'], 'ApproverIsDeployer');

    const result = await ok<DeployResult>([...deploy, '--approve', approved.slice(0, 12), '--approved-by', 'Bob']);
    expect(result.approval).toEqual({ by: 'Bob', planHash: approved });
    const secret = await kubectlJson<{ data: { record: string } }>(['get', 'secret', `slipway-record.${NAME}.1`, '-n', namespaceOf('prod')]); // prettier-ignore
    const record = JSON.parse(Buffer.from(secret.data.record, 'base64').toString()) as DeployRecord;
    expect(record).toMatchObject({ environment: 'prod', planHash: approved, approval: { by: 'Bob' } });
    const digests = await Promise.all(ENVIRONMENTS.map(digestIn));
    expect(digests).toEqual([first, first, first]);
    await ok(deploy); // Nothing to do needs no approval.
  });

  it('is refused where the environment before has not verified it, and the file stays as it is', async () => {
    await build('data-api');
    await ok(['lock', '--env', 'dev', '--projects', NAME]);
    await commitAll('lock another');
    const before = await read(lockOf('staging'));
    const refusal = await refused(['promote', '--from', 'dev', '--to', 'staging'], 'PromotionRefused');
    expect(refusal.message).toContain('dev never ran it');
    expect(await read(lockOf('staging'))).toBe(before);

    // By hand it gets no further.
    await edit(lockOf('staging'), (text) => text.replace(/digest: sha256:\w+/, `digest: sha256:${'0'.repeat(64)}`));
    await refused(['deploy', '--env', 'staging', '--projects', NAME], 'EvidenceMissing');
    await write(lockOf('staging'), before);
  });

  it('needs a new approval once the plan has moved', async () => {
    await edit(`deploy/charts/${NAME}/values.yaml`, (text) => `${text}moved: true\n`);
    await edit(`deploy/charts/${NAME}/templates/workload.yaml`, (text) => text.replace('cpu: 10m', 'cpu: 11m'));
    await commitAll('move the plan');
    await refused(['deploy', '--env', 'prod', '--projects', NAME, '--approve', approved, '--approved-by', 'Bob'], 'ApprovalStale'); // prettier-ignore
  });
});

function environmentFile(environment: Environment): string {
  const before = { dev: '', staging: ', promoteFrom: dev', prod: ', promoteFrom: staging' }[environment];
  return `schema: slipway.environment/v1
name: ${environment}
cluster: { provider: auto }
namespace: ${namespaceOf(environment)}
registry: ${REGISTRY}
ingress: { domain: localhost }
protection: { approval: ${environment === 'prod' ? 'other' : 'none'}, branches: [main]${before} }
locked: true
`;
}

/** Makes the image of a service the one that was just built of the project. */
async function build(service: string): Promise<string> {
  const image = await readJson<ImageRef>(`dist/images/${service}.json`);
  await write(`dist/images/${NAME}.json`, JSON.stringify({ ...image, project: NAME }));
  return image.digest;
}

async function digestIn(environment: Environment): Promise<string | undefined> {
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  return (await kubectl(['get', 'deployment', NAME, '-n', namespaceOf(environment), '-o', path])).split('@')[1];
}

/** Who deploys is told by git alone. */
const env = { GIT_CONFIG_COUNT: '2', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'e2e', GIT_CONFIG_KEY_1: 'user.email', GIT_CONFIG_VALUE_1: 'e2e@localhost' }; // prettier-ignore

async function ok<T>(args: string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await slipway([...args, '--json'], { env });
  if (exitCode !== 0) throw new Error(`slipway ${args.join(' ')}: exit code ${exitCode}\n${stdout}\n${stderr}`);
  return JSON.parse(stdout) as T;
}

async function refused(args: string[], code: string): Promise<ErrorReport> {
  const { exitCode, stdout, stderr } = await slipway([...args, '--json'], { env });
  const report = JSON.parse(stdout || '{}') as ErrorReport;
  expect({ exitCode, code: report.code, stderr: report.code === code ? '' : stderr }).toEqual({ exitCode: 4, code, stderr: '' }); // prettier-ignore
  return report;
}

async function git(...args: string[]): Promise<string> {
  return (await runOk('git', args, { cwd: workspace })).stdout.trim();
}

function read(path: string): Promise<string> {
  return readFile(join(workspace, path), 'utf8');
}
