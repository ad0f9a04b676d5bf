import { createFakeKube } from '@slipway/testing';
import { collectCause } from './collect-cause.ts';
import type { Finding } from './finding.ts';

const finding: Finding = {
  code: 'CrashAtStart',
  object: 'Pod/web-1',
  container: 'main',
  message: 'it ended',
  hint: 'Read the log.',
  dueAt: 0,
  log: { pod: 'web-1', container: 'main', previous: true },
};

/** A cluster whose kubelet answers with these lines for the run before, and for the present one. */
function kubeWithLogs(previous: string[], present: string[]) {
  return { ...createFakeKube(), logs: (options: { previous: boolean }) => Promise.resolve(options.previous ? previous : present) }; // prettier-ignore
}

describe('collectCause', () => {
  it('shows the log of the run that ended', async () => {
    const { logs } = await collectCause(finding, 'shop', { kube: kubeWithLogs(['no schema'], ['starting']) });
    expect(logs).toEqual(['no schema']);
  });

  it('takes the other run’s where the kubelet has no log any more', async () => {
    const gone = ['unable to retrieve container logs for containerd://d67309709b7d538d46b8dbab3036f1d2'];
    const { logs } = await collectCause(finding, 'shop', { kube: kubeWithLogs(gone, ['no schema']) });
    expect(logs).toEqual(['no schema']);
  });
});
