import { aDeployment, aPod, aRelease, aReplicaSet, aSnapshot } from '@slipway/testing';
import { readyLog } from './ready-log.ts';

const ready = (status: string) => ({ conditions: [{ type: 'Ready', status }] });
const workloads = [aDeployment({ status: {} })];
const of = (...pods: ReturnType<typeof aPod>[]) =>
  readyLog(aRelease(), aSnapshot({ workloads, replicaSets: [aReplicaSet()], pods }));

describe('readyLog', () => {
  it('takes the first Ready pod of the newest spec', () => {
    const pods = [aPod({}, { name: 'a', status: ready('False') }), aPod({}, { name: 'b', status: ready('True') })];
    expect(of(...pods)).toEqual({ pod: 'b', container: 'app', previous: false });
  });

  it('takes the container that kubectl would take', () => {
    const annotations = { 'kubectl.kubernetes.io/default-container': 'main' };
    expect(of(aPod({}, { annotations, status: ready('True') }))?.container).toBe('main');
  });

  it('is nobody’s where no pod is Ready', () => {
    expect(of(aPod({}, { status: ready('False') }), aPod({}, { name: 'x', owner: 'ReplicaSet/web-0', status: ready('True') }))).toBeUndefined(); // prettier-ignore
  });
});
