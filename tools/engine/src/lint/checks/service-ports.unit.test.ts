import type { KubeObject } from '@slipway/contracts';
import { toServicePortFindings } from './service-ports.ts';

const LABELS = { app: 'a' };
const pod = (ports: object[], labels: object = LABELS) => ({ metadata: { labels }, spec: { containers: [{ ports }] } });
const anObject = (kind: string, spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a' },
  spec,
});
const aDeployment = (ports: object[], labels?: object) => anObject('Deployment', { template: pod(ports, labels) });
const aService = (port: object, selector: object | undefined = LABELS) =>
  anObject('Service', { selector, ports: [{ port: 80, ...port }] });
const HTTP = { name: 'http', containerPort: 5000 };

describe('toServicePortFindings', () => {
  it('tells a port that no pod has, with those that the pods have', () => {
    expect(toServicePortFindings([aService({ targetPort: 'web' }), aDeployment([HTTP])], 'dev')).toEqual([
      {
        severity: 'error',
        check: 'ports',
        rule: 'unknown-target-port',
        render: 'dev',
        object: { kind: 'Service', name: 'a' },
        path: '/spec/ports/0/targetPort',
        message: 'targetPort web is a port of none of the pods; theirs are: http',
        fix: "Name a TCP port of the pods as targetPort, or give a container's port the name web.",
      },
    ]);
  });

  it.each([
    ['a port by its number', aService({ targetPort: 1 }), aDeployment([HTTP])],
    ['no target', aService({}), aDeployment([HTTP])],
    ['a port of a pod', aService({ targetPort: 'http' }), aDeployment([HTTP])],
    [
      'a port of a run',
      aService({ targetPort: 'http' }),
      anObject('CronJob', { jobTemplate: { spec: { template: pod([HTTP]) } } }),
    ],
    ['pods of elsewhere', aService({ targetPort: 'web' }), aDeployment([HTTP], { app: 'b' })],
    ['a Service without pods', aService({ targetPort: 'web' }, {}), aDeployment([HTTP])],
  ])('lets be %s', (_title, ...objects) => {
    expect(toServicePortFindings(objects, 'dev')).toEqual([]);
  });

  it('looks at the protocol, too', () => {
    const objects = [aService({ targetPort: 'http', protocol: 'UDP' }), aDeployment([HTTP])];
    expect(toServicePortFindings(objects, 'dev')[0]?.message).toContain('theirs are: none');
  });
});
