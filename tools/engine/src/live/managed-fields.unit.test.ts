import { aDeployment } from '@slipway/testing';
import { fieldOwners, foreignFields, owns } from './managed-fields.ts';

const APP = 'f:spec';
const inApp = (fields: object) => ({ [APP]: { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': fields } } } } }); // prettier-ignore
const deployment = (container: object, managed: [manager: string, fields: object, subresource?: string][] = []) => {
  const containers = [{ name: 'app', image: 'web', ...container }];
  const object = aDeployment({ spec: { replicas: 1, template: { spec: { containers } } } });
  const managedFields = managed.map(([manager, fieldsV1, subresource], index) => ({
    manager,
    fieldsV1,
    time: `2026-01-0${index + 1}T00:00:00Z`,
    ...(subresource ? { subresource } : {}),
  }));
  return { ...object, metadata: { ...object.metadata, managedFields } };
};
const PATH = '/spec/template/spec/containers/app';

describe('fieldOwners', () => {
  it('tells Helm, controllers and others apart, and leaves out who writes the status', () => {
    const live = deployment({}, [
      ['helm', {}],
      ['kube-controller-manager', {}, 'scale'],
      ['kubectl', {}, 'scale'],
      ['anything', {}, 'status'],
    ]);
    expect(fieldOwners(live).map(({ manager, role, at }) => [manager, role, at])).toEqual([
      ['helm', 'helm', '2026-01-01T00:00:00Z'],
      ['kube-controller-manager', 'controller', '2026-01-02T00:00:00Z'],
      ['kubectl', 'foreign', '2026-01-03T00:00:00Z'],
    ]);
  });
});

describe('owns', () => {
  it.each<[string, object, object, string, boolean]>([
    ['a field', {}, inApp({ 'f:image': {} }), `${PATH}/image`, true],
    ['no other field', {}, inApp({ 'f:image': {} }), `${PATH}/args`, false],
    ['what is in an atomic list', { args: ['a', 'b'] }, inApp({ 'f:args': {} }), `${PATH}/args/1`, true],
    ['an entry by all its keys, whatever the path calls it', { ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }] }, inApp({ 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {} } } }), `${PATH}/ports/http`, true],
    ['no entry of another key', { ports: [{ name: 'http', containerPort: 81, protocol: 'TCP' }] }, inApp({ 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {} } } }), `${PATH}/ports/http`, false],
  ])('%s', (_title, container, fields, path, expected) => {
    const live = deployment(container, [['x', fields]]);
    expect(fieldOwners(live).map((owner) => owns(owner, live, path))).toEqual([expected]);
  }); // prettier-ignore
});

describe('foreignFields', () => {
  const env = [{ name: 'A', value: '1' }];
  const added = inApp({ 'f:env': { 'k:{"name":"B"}': { '.': {}, 'f:name': {}, 'f:value': {} } } });
  const live = (manager: string) => deployment({ env: [...env, { name: 'B', value: '2' }] }, [[manager, added]]);

  it('finds an entry that somebody added, whole', () => {
    const found = foreignFields(deployment({ env }), live('kubectl-set'));
    expect(found.map(({ path, live: value, owner }) => [path, value, owner.manager])).toEqual([
      [`${PATH}/env/B`, { name: 'B', value: '2' }, 'kubectl-set'],
    ]);
  });

  it.each(['helm', 'kube-controller-manager', 'cert-manager-cainjector'])('takes no entry of %s for one', (manager) => {
    expect(foreignFields(deployment({ env }), live(manager))).toEqual([]);
  });

  it('leaves out labels, annotations and the time of a restart', () => {
    const template = {
      'f:template': { 'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} } } },
    };
    const restarted = deployment({}, [['kubectl-rollout', { 'f:metadata': { 'f:labels': { 'f:x': {} } }, 'f:spec': template }]]); // prettier-ignore
    const spec = (restarted as { spec?: unknown }).spec as { template: object };
    spec.template = { ...spec.template, metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } };
    expect(foreignFields(deployment({}), restarted)).toEqual([]);
  });
});
