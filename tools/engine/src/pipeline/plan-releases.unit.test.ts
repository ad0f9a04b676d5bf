import type { KubeObject } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { setUp, summary } from './__fixtures__/deploy-workspace.ts';
import { deployReleases } from './deploy-releases.ts';
import { diffReleases } from '../diff/diff-releases.ts';
import { planReleases, planToSave } from './plan-releases.ts';

const READS = /^(get|list|discover|dry-run) /;
const KEY_SECRET = 'slipway-digest-key';
const web = (setting: ReturnType<typeof setUp>) => ({ ...setting.request, select: ['web'] });
const secretOf = (value: string) =>
  `---\napiVersion: v1\nkind: Secret\nmetadata: {name: web}\ndata: {password: ${value}}\n`;
const configMap = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: "1"}\n';
const owned = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'shop', annotations: { 'meta.helm.sh/release-name': 'web' } },
});

/** A workspace whose releases are deployed; `more` is added to the manifests of web before. */
async function deployed(more = '') {
  const setting = setUp();
  setting.helm.manifests.web += more;
  await setting.run(deployReleases(setting.request, setting.clients));
  setting.kube.calls.length = 0;
  setting.helm.calls.length = 0;
  return setting;
}

/** What web renders from now on. */
function change(setting: ReturnType<typeof setUp>, manifest: string): void {
  setting.helm.manifests.web = manifest;
  setting.files.files['/w/charts/web/values.yaml'] = `version: ${manifest.length}\n`;
}

describe('planReleases', () => {
  it('shows what is made, where there is no namespace to ask yet', async () => {
    const { request, clients } = setUp();
    const plan = await planReleases(request, clients);
    expect(plan.releases[1]).toMatchObject({
      name: 'web',
      action: 'install',
      changes: [{ kind: 'Deployment', name: 'web', path: '', from: null, to: 'created' }],
      notes: ['Namespace shop does not exist yet: the API server was not asked about these objects.'],
    });
  });

  it('shows each field that changes, and what comes and goes, by reading alone', async () => {
    const setting = await deployed(configMap);
    setting.kube.put(owned({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data: { a: '1' } }));
    const service = '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web}\n';
    setting.render('web', 'web:2');
    setting.helm.manifests.web += service;
    const { releases } = await planReleases(setting.request, setting.clients);
    expect(releases.map(({ name, action, changes }) => [name, action, changes.map((one) => [one.kind, one.path, one.from, one.to])])).toEqual([
      ['store', 'none', []],
      ['web', 'upgrade', [
        ['ConfigMap', '', 'present', null],
        ['Deployment', '/spec/template/spec/containers/app/image', 'web:1', 'web:2'],
        ['NetworkPolicy', '', null, 'created'],
      ]],
    ]); // prettier-ignore
    expect(setting.kube.calls.filter((call) => !READS.test(call))).toEqual([]);
  });

  it('asks for each group and version of the API once', async () => {
    const setting = await deployed();
    setting.render('web', 'web:2');
    setting.render('store', 'store:2');
    await planReleases(setting.request, setting.clients);
    expect(setting.kube.calls.filter((call) => call.startsWith('discover'))).toEqual(['discover apps/v1']);
  });

  it('gives the hash that a deploy gives', async () => {
    const setting = await deployed();
    setting.render('web', 'web:2');
    const { hash } = await planReleases(setting.request, setting.clients);
    expect((await setting.run(deployReleases(setting.request, setting.clients))).planHash).toBe(hash);
  });

  it.each([
    ['an immutable field', 'Deployment/web', 'spec.selector: Invalid value: field is immutable', 'ImmutableField'],
    ['a rule of the cluster', 'Deployment/web', 'admission webhook "x" denied the request: no', 'AdmissionRefused'],
    ['Pod Security, which looks at pods', 'Pod/web-', 'violates PodSecurity "restricted:latest"', 'PodSecurityRefused'],
  ])('shows at its object that %s is against it', async (_title, tried, message, code) => {
    const setting = await deployed();
    setting.render('web', 'web:2');
    setting.kube.refusals[tried] = new SlipwayError({ code: 'ManifestRefused', message: `try it: ${message}.` });
    const [, planned] = (await planReleases(setting.request, setting.clients)).releases;
    expect(planned?.refusals?.map((cause) => [cause.code, cause.object])).toEqual([[code, 'Deployment/web']]);
    expect(planned?.changes.map(({ path, to }) => [path, to])).toEqual([['/spec/template/spec/containers/app/image', 'web:2']]); // prettier-ignore
  });

  it('leaves out the name that the server drew for a pod', async () => {
    const setting = await deployed();
    setting.render('web', 'web:2');
    const message = 'create pods in shop: pods "web-x7zk2" is forbidden: violates PodSecurity "restricted:latest".';
    setting.kube.refusals['Pod/web-'] = new SlipwayError({ code: 'Forbidden', message });
    const [planned] = (await planReleases(web(setting), setting.clients)).releases;
    expect(planned?.refusals?.[0]?.message).toContain('pods "web-…" is forbidden');
  });

  it('names verb and resource of a right that is missing, but asks for none to make pods', async () => {
    const setting = await deployed();
    setting.render('web', 'web:2');
    const forbidden = (verb: string, resource: string) =>
      new SlipwayError({ code: 'Forbidden', message: `${verb} ${resource} web in shop: no right to ${verb} ${resource} in namespace shop.`, hint: 'Ask.' }); // prettier-ignore
    setting.kube.refusals['Pod/web-'] = forbidden('create', 'pods');
    expect((await planReleases(web(setting), setting.clients)).releases[0]?.refusals).toBeUndefined();
    setting.kube.refusals['Deployment/web'] = forbidden('patch', 'deployments');
    expect((await planReleases(web(setting), setting.clients)).releases[0]?.refusals).toMatchObject([
      { code: 'Forbidden', object: 'Deployment/web', message: expect.stringContaining('no right to patch deployments') as string, hint: 'Ask.' },
    ]); // prettier-ignore
  });

  it('takes a webhook that knows no dry run for no refusal, and an account that comes with the release for none', async () => {
    const setting = await deployed();
    const account = '---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: runner}\n';
    setting.render('web', 'web:2');
    change(setting, (setting.helm.manifests.web + account).replace('containers:', 'serviceAccountName: runner, containers:')); // prettier-ignore
    const original = setting.kube.dryRunCreate.bind(setting.kube);
    setting.kube.dryRunCreate = (kind, pod, options) =>
      (pod.spec as { serviceAccountName: string }).serviceAccountName === 'runner'
        ? Promise.reject(new SlipwayError({ code: 'Forbidden', message: 'create pods: error looking up service account shop/runner: serviceaccount "runner" not found.' }))
        : original(kind, pod, options); // prettier-ignore
    setting.kube.refusals['ServiceAccount/runner'] = new SlipwayError({ code: 'ManifestRefused', message: 'admission webhook "x" does not support dry run.' }); // prettier-ignore
    const [planned] = (await planReleases(web(setting), setting.clients)).releases;
    expect([planned?.refusals, planned?.notes]).toEqual([undefined, ['ServiceAccount/runner could not be tried: a webhook of the cluster takes no dry run.']]); // prettier-ignore
  });

  it('finds an object of that name that belongs to something else', async () => {
    const setting = await deployed();
    setting.kube.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'shop' } });
    change(setting, setting.helm.manifests.web + configMap);
    const [planned] = (await planReleases(web(setting), setting.clients)).releases;
    expect(planned?.refusals).toMatchObject([{ code: 'NameTaken', object: 'ConfigMap/web' }]);
  });

  it('knows a kind that the release brings, and refuses one that nobody does', async () => {
    const setting = await deployed();
    const custom = '---\napiVersion: x.test/v1\nkind: Thing\nmetadata: {name: web}\n';
    change(setting, setting.helm.manifests.web + custom);
    expect((await planReleases(web(setting), setting.clients)).releases[0]?.refusals).toMatchObject([{ code: 'ChartInvalid', object: 'Thing/web' }]); // prettier-ignore
    setting.files.files['/w/charts/web/crds/thing.yaml'] =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.x.test}\nspec: {group: x.test, names: {kind: Thing}}\n';
    expect((await planReleases(web(setting), setting.clients)).releases[0]).toMatchObject({
      changes: expect.arrayContaining([{ kind: 'Thing', name: 'web', path: '', from: null, to: 'created' }]) as object,
      notes: ['Thing/web could not be tried: its kind comes with this release.'],
    });
  });

  it('says of a Secret whether it changes, and never what is in it', async () => {
    const setting = await deployed(secretOf('b25l'));
    setting.kube.put(
      owned({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'web' }, data: { password: 'b25l' } }),
    );
    change(setting, `${setting.helm.manifests.web}${configMap}`);
    const paths = async () => (await planReleases(web(setting), setting.clients)).releases[0]?.changes.filter(({ kind }) => kind === 'Secret'); // prettier-ignore
    const marks = ({ path }: { path: string }) => path.startsWith('/data');
    expect((await paths())?.filter(marks)).toEqual([]);
    change(setting, `${setting.helm.manifests.web?.replace('b25l', 'dHdvdHdv')}`);
    expect((await paths())?.filter(marks)).toEqual([
      { kind: 'Secret', name: 'web', path: '/data/password', from: '(secret)', to: '(secret)' },
    ]);
    expect(setting.kube.all('Secret').some(({ metadata }) => metadata.name === KEY_SECRET)).toBe(true);
  });

  it('refuses a namespace that is being deleted', async () => {
    const setting = await deployed();
    setting.kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', deletionTimestamp: 'now' } });
    setting.render('web', 'web:2');
    await expect(planReleases(setting.request, setting.clients)).rejects.toMatchObject({ code: 'NamespaceEnding' });
  });
});

describe('a saved plan', () => {
  it('is the same document each time, but for when it was made', async () => {
    const setting = await deployed();
    setting.render('web', 'web:2');
    const [one, two] = [await planToSave(setting.request, setting.clients), await planToSave(setting.request, setting.clients)]; // prettier-ignore
    expect({ ...one, madeAt: '', hash: '' }).toEqual({ ...two, madeAt: '', hash: '' });
    expect(setting.kube.calls.filter((call) => !READS.test(call))).toEqual([]);
  });

  it('is carried out when nothing has moved', async () => {
    const setting = await deployed(secretOf('b25l'));
    setting.render('web', 'web:2');
    const savedPlan = await planToSave(web(setting), setting.clients);
    const result = await setting.run(deployReleases(web(setting), setting.clients, { savedPlan }));
    expect([summary(result), result.planHash]).toEqual([['web deployed 2'], savedPlan.plan.hash]);
  });

  it.each<[string, (setting: ReturnType<typeof setUp>) => void, string[]]>([
    ['a live object', ({ kube }) => {
      const [live] = kube.all('Deployment').filter(({ metadata }) => metadata.name === 'web') as [KubeObject];
      kube.put({ ...live, spec: { ...(live.spec as object), replicas: 7 } });
    }, ['Deployment/web /spec/replicas']],
    ['values', ({ files }) => (files.files['/w/deploy/environments/local/web.yaml'] = 'a: 1\n'), ['values of web']],
    ['the chart', ({ files }) => (files.files['/w/charts/web/templates/x.yaml'] = ''), ['chart of web']],
    ['the cluster', ({ kube }) => kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'other' } }), ['another cluster']],
    ['the project', ({ request }) => request.projects.shift(), ['project web is gone']],
  ])('is refused before anything is written after a change of %s', async (_title, move, moved) => {
    const setting = await deployed();
    setting.render('web', 'web:2');
    const savedPlan = await planToSave(web(setting), setting.clients);
    move(setting);
    setting.kube.calls.length = 0;
    const end = setting.run(deployReleases(web(setting), setting.clients, { savedPlan }));
    await expect(end).rejects.toMatchObject({ code: 'PlanStale', exitCode: 3, details: { moved } });
    expect(setting.kube.calls.filter((call) => !READS.test(call))).toEqual([]);
  }); // prettier-ignore

  it('does not mind what an autoscaler did meanwhile', async () => {
    const setting = await deployed();
    const [live] = setting.kube.all('Deployment').filter(({ metadata }) => metadata.name === 'web') as [KubeObject];
    const managedFields = [{ manager: 'kube-controller-manager', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }]; // prettier-ignore
    const scaled = (replicas: number) => setting.kube.put({ ...live, metadata: { ...live.metadata, managedFields }, spec: { ...(live.spec as object), replicas } }); // prettier-ignore
    const scaler = '---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}}\n'; // prettier-ignore
    setting.kube.kinds.push({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers', isNamespaced: true }); // prettier-ignore
    change(setting, (setting.helm.manifests.web ?? '').replace('replicas: 1, ', '') + scaler);
    scaled(2);
    const savedPlan = await planToSave(web(setting), setting.clients);
    scaled(3);
    const result = await setting.run(deployReleases(web(setting), setting.clients, { savedPlan }));
    expect(summary(result)).toEqual(['web deployed 2']);
  });

  it('writes nothing when there is nothing to do', async () => {
    const setting = await deployed();
    const savedPlan = await planToSave(setting.request, setting.clients);
    setting.kube.calls.length = 0;
    const result = await setting.run(deployReleases(setting.request, setting.clients, { savedPlan }));
    expect([result.exitCode, summary(result)]).toEqual([0, ['store unchanged 1', 'web unchanged 1']]);
    expect(setting.kube.calls.filter((call) => !READS.test(call))).toEqual([]);
  });
});

describe('diffReleases', () => {
  it('holds every object of the newest revision against the cluster', async () => {
    const setting = await deployed(configMap);
    const { releases } = await diffReleases(setting.request, setting.clients);
    expect(releases.map(({ name, status, revision, drift }) => [name, status, revision, drift.map(({ kind, change }) => [kind, change])])).toEqual([
      ['store', 'deployed', 1, []],
      ['web', 'deployed', 1, [['ConfigMap', 'missing']]],
    ]); // prettier-ignore
    expect(setting.kube.calls.filter((call) => !/^(get|list|discover) /.test(call))).toEqual([]);
  });

  it('says which releases are not there', async () => {
    const { request, clients } = setUp();
    const { releases } = await diffReleases(request, clients);
    expect(releases.map(({ status, revision }) => [status, revision])).toEqual([['absent', 0], ['absent', 0]]); // prettier-ignore
  });
});

describe('ten releases of which none changed', () => {
  it('cost five requests: the revisions, one list for each kind of workload, and the key for digests', async () => {
    const { kube, helm, files, clients, request, run } = setUp();
    const names = Array.from({ length: 10 }, (_, n) => `app-${n}`);
    const kinds = [['Deployment', 'apps/v1'], ['StatefulSet', 'apps/v1'], ['CronJob', 'batch/v1']] as const; // prettier-ignore
    names.forEach((name, index) => {
      const [kind, apiVersion] = kinds[index % kinds.length] as (typeof kinds)[number];
      files.files[`/w/charts/${name}/Chart.yaml`] = `name: ${name}\nversion: 1.0.0\n`;
      helm.manifests[name] =
        `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n${secretOf('b25l').replace('web', name)}`;
    });
    helm.onChange = (_verb, name) => {
      const [kind, apiVersion] = kinds[names.indexOf(name) % kinds.length] as (typeof kinds)[number];
      const metadata = { name, namespace: 'shop', labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations: { 'meta.helm.sh/release-name': name } }; // prettier-ignore
      const status = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
      kube.put({ apiVersion, kind, metadata, status });
    };
    const all = { ...request, projects: names.map((name) => ({ project: name, chartDir: `charts/${name}` })) };
    expect((await run(deployReleases(all, clients))).exitCode).toBe(0);
    // The first deploy made the key; what it stands for is written down by the next.
    kube.calls.length = 0;
    helm.calls.length = 0;
    const result = await run(deployReleases(all, clients));
    expect([result.releases.map(({ status }) => status), kube.calls.sort()]).toEqual([
      names.map(() => 'unchanged'),
      [`get secrets ${KEY_SECRET}`, 'list cronjobs', 'list deployments', 'list secrets', 'list statefulsets'],
    ]);
    expect(helm.calls.filter((call) => !call.startsWith('template'))).toEqual([]);
  });
});
