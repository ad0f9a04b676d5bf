import type { KubeObject } from '@slipway/contracts';
import { toReferenceFindings } from './references.ts';

const anObject = (kind: string, name: string, spec: object = {}, annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, annotations },
  spec,
}); // prettier-ignore
const aDeployment = (pod: object) => anObject('Deployment', 'api', { template: { spec: pod } });
const envFrom = (ref: object) => ({ containers: [{ envFrom: [{ configMapRef: ref }] }] });
const mounts = (volume: object) => ({ volumes: [{ name: 'a', ...volume }] });
const aRoute = (backend: object) => anObject('HTTPRoute', 'api', { rules: [{ backendRefs: [backend] }] });
const service = anObject('Service', 'api', { ports: [{ port: 80 }, { port: 9464 }] });
const find = (...objects: KubeObject[]) =>
  toReferenceFindings(objects, 'dev').map(({ rule, object, message }) => `${rule} ${object?.kind}: ${message}`);

describe('toReferenceFindings', () => {
  it.each([
    ['settings', aDeployment(envFrom({ name: 'conf' }))],
    ['a volume', aDeployment(mounts({ configMap: { name: 'conf' } }))],
  ])('finds a ConfigMap that is not there, for %s', (_title, deployment) => {
    const message = 'ConfigMap conf is not part of the chart, and the pod cannot start without it';
    expect(find(deployment, anObject('ConfigMap', 'config'))).toEqual([`missing-config-map Deployment: ${message}`]);
    expect(find(deployment, anObject('ConfigMap', 'conf'))).toEqual([]);
  });

  it('finds a claim that no pod mounts', () => {
    const claim = anObject('PersistentVolumeClaim', 'data');
    const run = (claimName: string) =>
      anObject('CronJob', 'x', {
        jobTemplate: { spec: { template: { spec: mounts({ persistentVolumeClaim: { claimName } }) } } },
      });
    expect(find(claim, run('dta'))).toEqual(['unused-claim PersistentVolumeClaim: no pod mounts this claim']);
    expect(find(claim, run('data'))).toEqual([]);
    expect(find(claim, anObject('Pod', 'x', mounts({ persistentVolumeClaim: { claimName: 'data' } })))).toEqual([]);
  });

  it('finds a backend that no Service is', () => {
    expect(find(service, aRoute({ name: 'apii', port: 80 }))).toEqual([
      'unknown-backend HTTPRoute: there is no Service apii in the chart',
    ]);
    expect(find(service, aRoute({ name: 'api', port: 8080 }))).toEqual([
      'unknown-backend HTTPRoute: Service api has no port 8080; it has 80, 9464',
    ]);
  });

  it('finds words that Helm does not know', () => {
    const words = {
      'helm.sh/hook-delete-policy': 'before-hook-create',
      'helm.sh/resource-policy': 'kep',
    };
    expect(find(anObject('Job', 'x', {}, words))).toEqual([
      'unknown-word Job: Helm does not know helm.sh/hook-delete-policy "before-hook-create" and passes it over',
      'unknown-word Job: Helm does not know helm.sh/resource-policy "kep" and passes it over',
    ]);
  });

  it.each([
    ['a ConfigMap that may be missing', aDeployment(envFrom({ name: 'conf', optional: true }))],
    ['what every namespace has', aDeployment(mounts({ configMap: { name: 'kube-root-ca.crt' } }))],
    ['a claim of elsewhere', aDeployment(mounts({ persistentVolumeClaim: { claimName: 'data' } }))],
    ['a backend of another namespace', aRoute({ name: 'x', namespace: 'y', port: 1 })],
    ['a backend that is no Service', aRoute({ kind: 'Other', name: 'x' })],
    [
      'words that Helm knows',
      anObject('Job', 'x', {}, { 'helm.sh/hook-delete-policy': 'hook-failed, hook-succeeded' }),
    ],
  ])('lets be %s', (_title, object) => {
    expect(find(object, service)).toEqual([]);
  });
});
