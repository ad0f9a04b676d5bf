import { kubectl, kubectlJson, NAMESPACE } from './support/cluster.ts';
import { soundValues, writeFaultProject, type FaultChartValues } from './support/fault-chart.ts';
import { removeProjects } from './support/remove-projects.ts';
import { waitFor } from './support/wait-for.ts';
import { slipway } from './support/workspace.ts';

interface Result {
  exitCode: number;
  releases: {
    name: string;
    status: string;
    cause?: { code: string; object: string; container?: string; message: string; logs: string[]; hint: string };
  }[];
}

const LIMIT_MS = 30_000;
const NO_SUCH_DIGEST = `sha256:${'0'.repeat(64)}`;

const faults: {
  title: string;
  breakIt: (sound: FaultChartValues) => Partial<FaultChartValues>;
  code: RegExp;
  log?: RegExp;
}[] = [
  {
    title: 'an image that does not exist',
    breakIt: ({ image }) => ({ image: image.replace(/sha256:.*/, NO_SUCH_DIGEST) }),
    code: /^ImageNotFound$/,
  },
  { title: 'a program that ends at start', breakIt: () => ({ port: 'nonsense' }), code: /^CrashAtStart$/, log: /PORT/ },
  { title: 'a readiness probe that is refused', breakIt: () => ({ readinessPath: '/nowhere' }), code: /Probe/ },
];

describe.each(['Deployment', 'StatefulSet'] as const)('a broken release of a %s', (kind) => {
  const name = `fault-${kind.toLowerCase()}`;
  let sound: FaultChartValues;

  beforeAll(async () => {
    sound = await soundValues(kind);
    await writeFaultProject(name, sound);
    const first = await deploy(name);
    expect(first.result).toMatchObject({ exitCode: 0, releases: [{ name }] });
  });

  afterAll(() => removeProjects(name));

  it.each(faults)('with $title names pod and cause and goes back', async ({ breakIt, code, log }) => {
    await writeFaultProject(name, { ...sound, ...breakIt(sound) });
    const { result, exitCode, durationMs } = await deploy(name);
    const [release] = result.releases;

    expect(exitCode).toBe(1);
    expect(result.exitCode).toBe(1);
    expect(durationMs).toBeLessThan(LIMIT_MS);
    expect(release).toMatchObject({ name, status: 'rolled-back' });
    expect(release?.cause?.code).toMatch(code);
    expect(release?.cause?.object).toMatch(new RegExp(`${name}-`));
    expect(release?.cause?.container).toBe('main');
    expect(release?.cause?.hint).not.toBe('');
    if (log) expect(release?.cause?.logs.join('\n')).toMatch(log);

    await waitFor(`${name} to serve again`, () => isReady(kind, name), { timeoutMs: 60_000 });
    const image = await kubectl([
      'get',
      kind,
      name,
      '-n',
      NAMESPACE,
      '-o',
      'jsonpath={.spec.template.spec.containers[0].image}',
    ]);
    expect(image).toBe(sound.image);
  });

  it('has nothing to do once the release is sound again', async () => {
    await writeFaultProject(name, sound);
    const { result } = await deploy(name);
    expect(result).toMatchObject({ exitCode: 0, releases: [{ name, status: 'unchanged' }] });
  });
});

async function deploy(project: string): Promise<{ result: Result; exitCode: number; durationMs: number }> {
  const { stdout, stderr, exitCode, durationMs } = await slipway(['deploy', '--projects', project, '--json']);
  if (stdout.trim() === '') throw new Error(`deploy ${project}: no result document\n${stderr}`);
  return { result: JSON.parse(stdout) as Result, exitCode, durationMs };
}

async function isReady(kind: string, name: string): Promise<boolean> {
  const workload = await kubectlJson<{ status: { readyReplicas?: number; updatedReplicas?: number } }>([
    'get',
    kind,
    name,
    '-n',
    NAMESPACE,
  ]);
  return workload.status.readyReplicas === 1 && workload.status.updatedReplicas === 1;
}
