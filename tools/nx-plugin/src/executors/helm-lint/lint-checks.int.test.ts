import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFilesClient, createKubeScoreClient, runProcess } from '@slipway/clients';
import type { HelmClient, LintReport } from '@slipway/contracts';
import { lintCharts } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';
import { runHelmLint } from './run-helm-lint.ts';

jest.setTimeout(900_000); // Builds programs where they are not there yet.

const POLICY = 'schema: slipway.lint-policy/v1\n';
const POD = `apiVersion: v1
kind: Pod
metadata: { name: {{ .Release.Name }}-{{ .Chart.Name }}, namespace: {{ .Release.Namespace }}, labels: { app: {{ .Chart.Name }} } }
spec: { containers: [{ name: c, image: busybox }] }
`;
const NETWORK_POLICY = `{{- if .Values.closed }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: {{ .Release.Name }}-{{ .Chart.Name }}, namespace: {{ .Release.Namespace }} }
spec: { podSelector: { matchLabels: { app: {{ .Chart.Name }} } }, policyTypes: [Ingress, Egress] }
{{- end }}
`;
const CLAIM = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store }
spec:
  serviceName: store
  selector: { matchLabels: { app: store } }
  template:
    metadata: { labels: { app: store } }
    spec: { containers: [{ name: main, image: a }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: {{ .Values.size }} } } }
`;

describe('runHelmLint, of a workspace of its own', () => {
  let workspaceRoot: string;
  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'slipway-lint-'));
  });
  afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(workspaceRoot, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  };
  const environment = (name: string, rest = '') => ({
    [`deploy/environments/${name}/environment.yaml`]: `context: x\nnamespace: ${name}\nregistry: registry.test\ningress: { domain: test }\n${rest}`,
  });
  const aChart = (name: string, files: Record<string, string>, rest = '') =>
    Object.fromEntries(
      Object.entries({ 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${rest}`, ...files }).map(
        ([path, text]) => [`charts/${name}/${path}`, text],
      ),
    );
  const run = async (project: string, options: object = {}) => {
    const printed: string[] = [];
    const passed = await runHelmLint(
      { workspaceRoot, project, configuration: undefined, options: { chart: `charts/${project}`, ...options } },
      { env: process.env, signal: new AbortController().signal, print: (text) => printed.push(text) },
    );
    const report = JSON.parse(readFileSync(join(workspaceRoot, `dist/lint/${project}.json`), 'utf8')) as LintReport;
    const check = (name: string) => report.checks.find((it) => it.name === name);
    return { passed, text: printed.join(''), report, check };
  };
  const git = (...args: string[]) =>
    runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@test', '-c', 'commit.gpgsign=false', ...args], {
      cwd: workspaceRoot,
    });
  const commit = async () => {
    await git('add', '-A');
    await git('commit', '-q', '-m', 'all');
  };

  describe('with the check upgrade', () => {
    const policy = { 'deploy/lint.yaml': `${POLICY}checkers: [upgrade]\npodSecurity: 'off'\n` };
    const store = (size: string) => aChart('store', { 'templates/a.yaml': CLAIM, 'values.yaml': `size: ${size}\n` });
    beforeEach(async () => {
      write({ ...policy, ...store('1Gi'), ...environment('dev'), '.gitignore': '.slipway\ndist\n' });
      await git('init', '-q');
      await commit();
    });

    it('names what the last release cannot become', async () => {
      await git('tag', 'v1.0.0');
      write(store('2Gi'));
      const { passed, report, check } = await run('store');
      expect(passed).toBe(false);
      expect(check('upgrade')).toMatchObject({ state: 'failed', version: 'v1.0.0', renders: 1, findings: 1 });
      expect(report.findings).toMatchObject([
        {
          check: 'upgrade',
          rule: 'immutable',
          renders: ['dev'],
          object: 'StatefulSet/store',
          file: 'charts/store/templates/a.yaml',
          message: expect.stringMatching(/^"1Gi" cannot become "2Gi": .* \(since v1\.0\.0\)$/s),
          fix: expect.stringContaining('--cascade=orphan'),
        },
      ]);
    });

    it('passes what did not change, and notes a chart that is new', async () => {
      await git('tag', 'v1.0.0');
      write(aChart('more', { 'templates/a.yaml': CLAIM, 'values.yaml': 'size: 1Gi\n' }));
      expect((await run('store')).check('upgrade')).toMatchObject({ state: 'passed', renders: 1 });
      const { passed, report, check } = await run('more');
      expect(check('upgrade')).toMatchObject({ state: 'passed', renders: 0 });
      expect(report.findings).toMatchObject([{ severity: 'note', check: 'upgrade', rule: 'not-compared' }]);
      expect(passed).toBe(true);
    });

    it('is named as skipped without a release tag, which fails a strict lint in a shallow clone alone', async () => {
      const full = await run('store', { strictCheckers: true });
      expect(full.check('upgrade')).toMatchObject({
        state: 'skipped',
        reason: 'there is no release tag (v*) to compare with',
      });
      expect(full.text).toContain('\nskipped: upgrade: there is no release tag (v*) to compare with\n');
      expect(full.passed).toBe(true);

      await git('commit', '-q', '--allow-empty', '-m', 'more');
      const origin = workspaceRoot;
      workspaceRoot = mkdtempSync(join(tmpdir(), 'slipway-lint-'));
      try {
        await runProcess('git', ['clone', '-q', '--depth', '1', `file://${origin}`, workspaceRoot]);
        const shallow = await run('store', { strictCheckers: true });
        expect(shallow.check('upgrade')?.reason).toContain('run "git fetch --tags --unshallow"');
        expect(shallow.passed).toBe(false);
      } finally {
        rmSync(origin, { recursive: true, force: true });
      }
    });
  });

  describe('with the check reachability', () => {
    const matrix = (flows: string) =>
      `schema: slipway.reachability/v1\nports: { http: { port: 80 } }\nparties: {}\nflows: ${flows}\n`;
    const service = (name: string) => aChart(name, { 'templates/a.yaml': POD + NETWORK_POLICY, 'values.yaml': '{}\n' });
    beforeEach(() => {
      write({
        'deploy/lint.yaml': `${POLICY}checkers: [reachability]\nreachability: { project: all, matrix: flows.yaml }\n`,
        'flows.yaml': matrix('[]'),
        ...service('web'),
        ...service('db'),
        ...aChart(
          'all',
          { 'templates/_none.tpl': '' },
          'dependencies:\n  - { name: web, version: 0.1.0, repository: "file://../web" }\n  - { name: db, version: 0.1.0, repository: "file://../db" }\n',
        ),
        ...environment('dev'),
        'deploy/environments/dev/web.yaml': 'closed: true\n',
        'deploy/environments/dev/db.yaml': 'closed: true\n',
      });
    });

    it('holds the services within the umbrella against the declared flows, once', async () => {
      const closed = await run('all');
      expect(closed.check('reachability')).toMatchObject({ state: 'passed', renders: 4 });
      write({ 'deploy/environments/dev/db.yaml': 'closed: false\n' });
      const { passed, report } = await run('all');
      expect(passed).toBe(false);
      expect(report.findings[0]).toMatchObject({
        check: 'reachability',
        rule: 'undeclared',
        renders: ['dev'],
        file: 'flows.yaml',
        fix: expect.stringMatching(/.{10}/),
      });
    });

    it('runs with no other project, and says with which', async () => {
      const { text, check } = await run('web');
      expect(check('reachability')).toMatchObject({ state: 'elsewhere', reason: 'with all', renders: 0 });
      expect(text).toContain('\nruns with all: reachability\n');
    });

    it('names the faults of the matrix as findings', async () => {
      write({ 'flows.yaml': matrix('[{ from: wob, to: db, ports: [http] }]') });
      expect((await run('all')).report.findings).toMatchObject([
        { check: 'reachability', rule: 'matrix', file: 'flows.yaml', message: expect.stringContaining('wob') },
      ]);
    });
  });

  it('lets the policy of one environment hide nothing in another', async () => {
    write({
      'deploy/lint.yaml': `${POLICY}checkers: [checkov]\n`,
      ...aChart('web', { 'templates/a.yaml': POD + NETWORK_POLICY, 'values.yaml': 'closed: true\n' }),
      ...environment('dev'),
      ...environment('prod'),
      'deploy/environments/prod/web.yaml': 'closed: false\n',
    });
    const { report } = await run('web');
    expect(report.findings.find(({ rule }) => rule === 'CKV2_K8S_6')).toMatchObject({ renders: ['prod'] });
  });

  describe('with charts that know nothing of Slipway', () => {
    const helm = async (...args: string[]) => {
      const tools = await ensureTools(['helm']);
      return runProcess(tools.path('helm'), args, { cwd: join(workspaceRoot, 'charts'), env: tools.env });
    };
    beforeEach(() => mkdirSync(join(workspaceRoot, 'charts')));

    it('passes a chart as "helm create" makes it, and its environments', async () => {
      await helm('create', 'shop');
      write({ ...environment('dev'), 'deploy/environments/dev/shop.yaml': 'replicaCount: 2\n' });
      const { passed, report } = await run('shop');
      expect(report.findings).toEqual([]);
      expect(passed).toBe(true);
      expect(report.charts[0]?.renders.map(({ name }) => name)).toEqual(['dev', 'defaults']);
      expect(report.charts[0]?.objects).toBe(8);
    });

    it('looks into sub-charts and libraries, and blames their files', async () => {
      await helm('create', 'shop');
      write({
        ...aChart('part', {
          'templates/bad.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec: { prots: [] }\n',
        }),
        ...aChart('lib', { 'templates/_l.tpl': '{{- define "lib.name" -}}x{{- end -}}' }, 'type: library\n'),
        'charts/shop/Chart.yaml': `${readFileSync(join(workspaceRoot, 'charts/shop/Chart.yaml'), 'utf8')}
dependencies:
  - { name: part, version: 0.1.0, repository: "file://../part" }
  - { name: lib, version: 0.1.0, repository: "file://../lib" }
`,
        'charts/shop/templates/named.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ include "lib.name" . }} }\n',
      });
      const { report } = await run('shop');
      expect(report.findings.find(({ check }) => check === 'schema')).toMatchObject({
        rule: 'invalid',
        object: 'Service/s',
      });
      expect([...new Set(report.findings.map(({ file }) => file))]).toEqual(['charts/part/templates/bad.yaml']);
      expect((await run('lib')).report).toMatchObject({ exitCode: 0, charts: [{ renders: [], objects: 0 }] });
    });
  });

  it('ends a checker that is at work, and what it started, when it is stopped', async () => {
    const pids = join(workspaceRoot, 'pids');
    const slow = join(workspaceRoot, 'slow-checker');
    write({
      ...aChart('web', { 'templates/a.yaml': POD, 'values.yaml': '{}\n' }),
      'slow-checker': `#!/bin/sh\nsleep 600 &\necho "$$ $! " > ${pids}.new\nmv ${pids}.new ${pids}\nwait\n`,
    });
    chmodSync(slow, 0o755);
    const stop = new AbortController();
    const linting = lintCharts(
      { workspaceRoot, charts: [{ project: 'web', chartDir: join(workspaceRoot, 'charts/web') }], environments: [] },
      {
        files: createFilesClient(),
        helm: {
          template: async () => 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n',
        } as Partial<HelmClient> as HelmClient,
        linter: { lint: async () => [] },
        validators: [],
        checkers: [createKubeScoreClient({ program: slow, version: '1', kubernetesVersion: '1.36' })],
      },
      stop.signal,
    );
    const ended = linting.catch((error: unknown) => error);
    await until(() => existsSync(pids));
    const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    expect(started.map(isAlive)).toEqual([true, true]);
    stop.abort(new Error('stopped'));
    expect(await ended).toBeInstanceOf(Error);
    await until(() => !started.some(isAlive));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that ended and that nobody has waited for yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !condition();) {
    if (Date.now() > end) throw new Error('waited for 30 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
