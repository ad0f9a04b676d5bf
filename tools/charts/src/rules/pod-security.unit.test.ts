import type { PodSpec } from './pod-security.ts';
import { findPodFaults } from './pod-security.ts';

const container = {
  name: 'main',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const pod = (change: Partial<PodSpec> = {}): PodSpec => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container],
  ...change,
});
const withContainer = (securityContext: object): PodSpec =>
  pod({ containers: [{ name: 'main', securityContext: { ...container.securityContext, ...securityContext } }] });

describe('findPodFaults', () => {
  it('passes a restricted pod', () => {
    expect(findPodFaults(pod({ volumes: [{ name: 'a', emptyDir: {} }] }))).toEqual([]);
  });

  it.each<[string, PodSpec, string[]]>([
    ['the network of the host', pod({ hostNetwork: true }), ['hostNetwork is true']],
    ['a folder of the host', pod({ volumes: [{ name: 'a', hostPath: {} }] }), ['volume a is hostPath']],
    ['no container', pod({ containers: [] }), ['there is no container']],
    ['root', withContainer({ runAsUser: 0 }), ['main: runAsUser is 0']],
    ['root by the container over the pod', withContainer({ runAsNonRoot: false }), ['main: runAsNonRoot is not true']],
    [
      'an added capability',
      withContainer({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }),
      ['main: capabilities are added'],
    ],
    ['kept capabilities', withContainer({ capabilities: {} }), ['main: capabilities do not drop ALL']],
    [
      'escalation left open',
      withContainer({ allowPrivilegeEscalation: undefined }),
      ['main: allowPrivilegeEscalation is not false'],
    ],
    [
      'an init container without any of it',
      pod({ initContainers: [{ name: 'init' }] }),
      ['init: allowPrivilegeEscalation is not false', 'init: capabilities do not drop ALL'],
    ],
    [
      'nothing said at all',
      { containers: [{ name: 'main' }] },
      [
        'main: allowPrivilegeEscalation is not false',
        'main: runAsNonRoot is not true',
        'main: seccompProfile is neither RuntimeDefault nor Localhost',
        'main: capabilities do not drop ALL',
      ],
    ],
  ])('names %s', (_title, spec, faults) => {
    expect(findPodFaults(spec)).toEqual(faults);
  });
});
