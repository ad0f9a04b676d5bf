import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Verdict } from '@slipway/contracts';
import { nodeImage, type ObjectRelease, removeReleases, workload, writeReleases } from './support/broken-release.ts';
import { apply, kubectl } from './support/cluster.ts';
import { deployProjects, deployText } from './support/deploy-projects.ts';
import { FAULTS, type Fault, type FaultFacts } from './support/faults.ts';

const ENVIRONMENT = 'e2e-faults';
/** Each release by itself, on a machine that has nothing else to do. */
const LIMIT_MS = 15_000;
/** Beside each other, so that all of them take two minutes at most on two cores. */
const PARALLEL = 4;
const IN_TEXT = ['fault-crash-at-start', 'fault-secret-missing', 'fault-manifest'];
const NAME_TAKEN = 'fault-name-taken';
const IMMUTABLE = 'fault-immutable';

let verdicts: Map<string, Verdict>;
let text: { exitCode: number; stdout: string };
let releases: ObjectRelease[];
let registry: Server;

beforeAll(async () => {
  registry = createServer((_request, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="closed"' }).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const facts: FaultFacts = {
    image: await nodeImage(),
    closedRegistry: `127.0.0.1:${(registry.address() as AddressInfo).port}`,
  };
  const broken = FAULTS.map((fault) => toRelease(fault, facts));
  releases = [...broken, ...changed(facts)];
  await writeReleases(ENVIRONMENT, releases);
  await apply(...REFUSING, ...foreignObjects());
  const sound = await deployProjects(ENVIRONMENT, [IMMUTABLE], 1);
  expect(sound).toMatchObject({ exitCode: 0 });
  await writeReleases(ENVIRONMENT, [...broken, ...changed(facts, 'another')]);

  const patient = FAULTS.filter(({ isPatient }) => isPatient).map(nameOf);
  const others = [...FAULTS.filter(({ isPatient }) => !isPatient).map(nameOf), NAME_TAKEN, IMMUTABLE];
  const first = await deployProjects(ENVIRONMENT, others, PARALLEL);
  const second = await deployProjects(ENVIRONMENT, patient, patient.length);
  verdicts = new Map([...first.verdicts, ...second.verdicts]);
  expect([first.exitCode, second.exitCode]).toEqual([1, 1]);
  // What took long beside others is asked again by itself, twice at most: the limit is that of a machine with nothing
  // else to do.
  const late = () => [...verdicts.values()].filter(({ durationMs }) => durationMs >= LIMIT_MS);
  for (const { name } of [...late(), ...late()]) {
    if ((verdicts.get(name)?.durationMs ?? 0) < LIMIT_MS) continue;
    for (const verdict of (await deployProjects(ENVIRONMENT, [name], 1)).verdicts.values()) verdicts.set(name, verdict);
  }
  text = await deployText(ENVIRONMENT, IN_TEXT, IN_TEXT.length);
}, 400_000);

afterAll(async () => {
  registry.close();
  const namespaces = [...new Set(releases.map(({ namespace }) => namespace))];
  await kubectl(['delete', 'namespace', ...namespaces, '--wait=false', '--ignore-not-found']);
  await kubectl(['delete', 'validatingadmissionpolicy,validatingadmissionpolicybinding', 'slipway-e2e-refuse', '--ignore-not-found']); // prettier-ignore
  await removeReleases(ENVIRONMENT, releases);
}, 60_000);

describe('a broken release', () => {
  it.each(FAULTS)('with the fault $name is $code, and says where', (fault) => {
    const name = nameOf(fault);
    const verdict = verdicts.get(name);
    expect(verdict).toMatchObject({ name, cause: { code: fault.code } });
    const { cause, status, durationMs = Infinity } = verdict ?? {};
    expect(status).toMatch(/^(failed|rolled-back)$/);
    expect(cause?.object).toMatch(new RegExp(fault.object.source.replace('NAME', name)));
    expect(cause?.container).toBe(fault.container);
    expect(cause?.message).toMatch(fault.message ?? /./);
    expect(cause?.logs.join('\n')).toMatch(fault.log ?? /(?:)/);
    expect(cause?.hint).toMatch(/\.$/);
    expect(durationMs).toBeLessThan(LIMIT_MS);
  });

  it('that takes the name of another release’s object leaves that alone', async () => {
    expect(verdicts.get(NAME_TAKEN)?.cause).toMatchObject({ code: 'NameTaken', object: `Release/${NAME_TAKEN}` });
    expect(verdicts.get(NAME_TAKEN)?.durationMs).toBeLessThan(LIMIT_MS);
    const owner = ['-o', 'jsonpath={.metadata.annotations.meta\\.helm\\.sh/release-name}'];
    expect(await kubectl(['get', 'configmap', NAME_TAKEN, '-n', ENVIRONMENT, ...owner])).toBe('other');
  });

  it('that changes what cannot change leaves the former revision serving', async () => {
    expect(verdicts.get(IMMUTABLE)?.cause).toMatchObject({ code: 'ImmutableField', object: `Release/${IMMUTABLE}` });
    expect(verdicts.get(IMMUTABLE)?.durationMs).toBeLessThan(LIMIT_MS);
    const state = ['-o', 'jsonpath={.spec.selector.matchLabels.tier} {.status.readyReplicas}'];
    expect(await kubectl(['get', 'deployment', IMMUTABLE, '-n', ENVIRONMENT, ...state])).toBe('one 1');
  });

  it('leaves nothing running that never served', async () => {
    const pods = await kubectl([
      'get',
      'pods',
      '-n',
      ENVIRONMENT,
      '-o',
      'name',
      '--field-selector=status.phase=Running',
    ]);
    expect(pods.split('\n').filter((pod) => pod !== '' && !pod.includes(IMMUTABLE))).toEqual([]);
  });

  it('is told to people in the same words', () => {
    expect(text.exitCode).toBe(1);
    for (const name of IN_TEXT) {
      const cause = verdicts.get(name)?.cause;
      expect(text.stdout).toContain(`${cause?.code} at ${cause?.object.replace(/-[^-]*-[^-]*$/, '')}`);
      expect(text.stdout).toContain(cause?.hint);
    }
    expect(text.stdout).toContain('    | DATABASE_URL is not set');
  });
});

function nameOf({ name }: Fault): string {
  return `fault-${name}`;
}

function toRelease(fault: Fault, facts: FaultFacts): ObjectRelease {
  const name = nameOf(fault);
  return { name, namespace: fault.isAlone ? `${ENVIRONMENT}-${fault.name}` : ENVIRONMENT, objects: fault.objects(name, facts) }; // prettier-ignore
}

/** Releases whose fault lies between two revisions, or between two owners. */
function changed({ image }: FaultFacts, tier = 'one'): ObjectRelease[] {
  const selector = { matchLabels: { app: IMMUTABLE, tier } };
  const immutable = workload('Deployment', IMMUTABLE, image, { spec: { selector }, labels: { tier } });
  const taken = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME_TAKEN }, data: { mine: 'yes' } };
  return [
    { name: IMMUTABLE, namespace: ENVIRONMENT, objects: [immutable] },
    { name: NAME_TAKEN, namespace: ENVIRONMENT, objects: [taken] },
  ];
}

/** A namespace as the engine makes it, with an object in it that belongs to another release. */
function foreignObjects(): object[] {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const annotations = { 'meta.helm.sh/release-name': 'other', 'meta.helm.sh/release-namespace': ENVIRONMENT };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ENVIRONMENT, labels } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME_TAKEN, namespace: ENVIRONMENT, annotations, labels: { 'app.kubernetes.io/managed-by': 'Helm' } } }, // prettier-ignore
  ];
}

/** A rule of the cluster against whatever asks for it by a label. */
const REFUSING: readonly object[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'slipway-e2e-refuse' },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        objectSelector: { matchLabels: { 'slipway.test/refuse': 'yes' } },
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods', 'configmaps'] }], // prettier-ignore
      },
      validations: [{ expression: 'false', message: 'it asked for it' }],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'slipway-e2e-refuse' },
    spec: { policyName: 'slipway-e2e-refuse', validationActions: ['Deny'] },
  },
];
