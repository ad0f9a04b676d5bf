import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFilesClient, createHelmClient, createReleaseHistory, runProcess } from '@slipway/clients';
import type { UpgradeClients } from '@slipway/engine';
import { checkUpgradeSafety } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';
import { admissionChecker } from '../support/admission.ts';

jest.setTimeout(900_000); // Builds helm and the program where they are not there yet.

const TEMPLATE = `
apiVersion: v1
kind: Service
metadata: { name: store }
spec:
  {{- if .Values.headless }}
  clusterIP: None
  {{- end }}
  selector: {{ include "lib.labels" . }}
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store }
spec:
  replicas: {{ .Values.replicas }}
  serviceName: {{ .Values.serviceName }}
  selector: { matchLabels: {{ include "lib.labels" . }} }
  template:
    metadata: { labels: {{ include "lib.labels" . }} }
    spec: { containers: [{ name: main, image: {{ .Values.image }} }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: {{ .Values.size }} } } }
`;
const VALUES = { headless: true, replicas: 2, serviceName: 'store', image: 'a:1', size: '1Gi' };
const LIBRARY = '{{- define "lib.labels" -}}{ app: store }{{- end -}}';

/** A workspace with a library that its chart reaches by a link, tagged v1.0.0, in a repository of its own. */
describe('checkUpgradeSafety', () => {
  let origin: string;
  let root: string;
  let clients: Omit<UpgradeClients, 'history'>;
  const git = (...args: string[]) => runProcess('git', args, { cwd: origin });
  const write = (folder: string, files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  beforeAll(async () => {
    const tools = await ensureTools(['helm']);
    clients = {
      files: createFilesClient(),
      helm: createHelmClient({ program: () => tools.path('helm'), env: async () => tools.env }),
      comparer: await admissionChecker(),
    };
    origin = mkdtempSync(join(tmpdir(), 'slipway-upgrade-'));
    write(origin, {
      'deploy/charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 0.1.0\ntype: library\n',
      'deploy/charts/lib/templates/_labels.tpl': LIBRARY,
      'deploy/charts/store/Chart.yaml':
        'apiVersion: v2\nname: store\nversion: 0.1.0\ndependencies: [{ name: lib, version: 0.1.0, repository: "file://../lib" }]\n',
      'deploy/charts/store/values.yaml': JSON.stringify(VALUES),
      'deploy/charts/store/templates/all.yaml': TEMPLATE,
      'deploy/environments/prod/store.yaml': 'replicas: 3\n',
      'deploy/environments/dev/environment.yaml': '',
    });
    mkdirSync(join(origin, 'deploy/charts/store/charts'));
    symlinkSync('../../lib', join(origin, 'deploy/charts/store/charts/lib'));
    await git('init', '-q');
    await git('add', '-A');
    await git(
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@test',
      '-c',
      'commit.gpgsign=false',
      'commit',
      '-q',
      '-m',
      'all',
    );
    await git('tag', 'v1.0.0');
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'slipway-upgrade-'));
    cpSync(origin, root, { recursive: true, verbatimSymlinks: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  afterAll(() => rmSync(origin, { recursive: true, force: true }));

  const check = (base?: string) =>
    checkUpgradeSafety({ workspaceRoot: root, base }, { ...clients, history: createReleaseHistory(root) });
  const values = (change: object) =>
    write(root, { 'deploy/charts/store/values.yaml': JSON.stringify({ ...VALUES, ...change }) });
  const places = async () =>
    (await check()).findings.map(({ render, object, path }) => `${render} ${object.kind} ${path ?? ''}`.trim());

  it('compares every chart and environment with the last release and finds nothing where nothing changed', async () => {
    expect(await check()).toEqual({
      base: 'v1.0.0',
      compared: ['store/dev', 'store/prod'],
      findings: [],
      broken: [],
      notChecked: [],
    });
  });

  it('lets image and replicas change', async () => {
    values({ image: 'a:2', replicas: 5 });
    expect(await places()).toEqual([]);
  });

  it.each([
    [
      'the size of a claim',
      { size: '2Gi' },
      'StatefulSet /spec/volumeClaimTemplates/0/spec/resources/requests/storage',
    ],
    ['the name of the governing Service', { serviceName: 'other' }, 'StatefulSet /spec/serviceName'],
    ['an address that was None', { headless: false }, 'Service /spec/clusterIP'],
  ])('catches %s', async (_title, change, place) => {
    values(change);
    expect(await places()).toEqual([`store/dev ${place}`, `store/prod ${place}`]);
  });

  it('catches a selector that changed in the library', async () => {
    write(root, { 'deploy/charts/lib/templates/_labels.tpl': LIBRARY.replace('app: store', 'app: shop') });
    const place = 'StatefulSet /spec/selector/matchLabels/app';
    expect(await places()).toEqual([`store/dev ${place}`, `store/prod ${place}`]);
  });

  it('catches what one environment alone changes, with old and new value and a fix', async () => {
    write(root, { 'deploy/environments/prod/store.yaml': 'size: 3Gi\n' });
    const { findings } = await check();
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      render: 'store/prod',
      rule: 'immutable',
      object: { kind: 'StatefulSet', name: 'store' },
      message: expect.stringMatching(/^"1Gi" cannot become "3Gi": Forbidden/),
      fix: expect.stringContaining('--cascade=orphan'),
    });
  });

  it('names the claims of a chart that is gone', async () => {
    rmSync(join(root, 'deploy/charts/store'), { recursive: true });
    expect(await places()).toEqual(['store/dev StatefulSet', 'store/prod StatefulSet']);
  });

  it('says so where the base has no chart', async () => {
    await runProcess('git', ['rm', '-rq', 'deploy'], { cwd: root });
    await runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@test', 'commit', '-q', '-m', 'none'], {
      cwd: root,
    });
    expect((await check('HEAD')).notChecked).toEqual(['not checked: no chart of HEAD is rendered now']);
  });

  it('says what it could not compare', async () => {
    write(root, { 'deploy/charts/store/templates/broken.yaml': '{{ fail "on purpose" }}' });
    const report = await check();
    expect(report.compared).toEqual([]);
    expect(report.broken).toEqual([
      expect.stringMatching(/^store\/dev cannot be rendered now: [\s\S]*on purpose/),
      expect.stringMatching(/^store\/prod cannot be rendered now: [\s\S]*on purpose/),
    ]);
  });

  it('says what could not be rendered then', async () => {
    write(root, { 'deploy/charts/store/templates/broken.yaml': '{{ fail "on purpose" }}' });
    await runProcess('git', ['add', '-A'], { cwd: root });
    await runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@test', 'commit', '-q', '-m', 'broken'], {
      cwd: root,
    });
    rmSync(join(root, 'deploy/charts/store/templates/broken.yaml'));
    const { compared, notChecked } = await check('HEAD');
    expect(compared).toEqual([]);
    expect(notChecked[0]).toMatch(/^store\/dev not checked: it cannot be rendered as of HEAD: [\s\S]*on purpose/);
  });

  it('says so where there is no release tag', async () => {
    await runProcess('git', ['tag', '-d', 'v1.0.0'], { cwd: root });
    values({ size: '2Gi' });
    expect(await check()).toEqual({
      base: undefined,
      compared: [],
      findings: [],
      broken: [],
      notChecked: ['not checked: there is no release tag (v*)'],
    });
    expect((await check('HEAD')).findings).toHaveLength(2);
  });

  it('refuses a base that is none, and leaves the workspace as it was', async () => {
    await expect(check('v9')).rejects.toMatchObject({ code: 'RevisionUnknown' });
    expect(readFileSync(join(root, 'deploy/charts/store/values.yaml'), 'utf8')).toBe(JSON.stringify(VALUES));
  });
});
