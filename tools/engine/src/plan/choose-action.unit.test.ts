import type { LiveRelease } from '@slipway/contracts';
import { aLive, aRelease } from '@slipway/testing';
import { chooseAction } from './choose-action.ts';

const drift = [{ kind: 'Deployment', name: 'web', path: '/spec/replicas', from: 2, to: 1 }];

describe('chooseAction', () => {
  it.each<[string, LiveRelease | undefined, string, string]>([
    ['installs a release the cluster does not know', undefined, 'install', 'ReleaseNotFound'],
    ['installs a release whose history alone was kept', aLive({ status: 'uninstalled' }), 'install', 'ReleaseNotFound'],
    ['leaves an unchanged and verified release alone', aLive(), 'none', 'UpToDate'],
    [
      'recovers a release left pending by a killed run',
      aLive({ status: 'pending-upgrade' }),
      'recover',
      'ReleasePending',
    ],
    ['recovers a removal that was cut short', aLive({ status: 'uninstalling' }), 'recover', 'ReleasePending'],
    ['upgrades when the last revision failed', aLive({ status: 'failed' }), 'upgrade', 'LastRevisionFailed'],
    [
      'upgrades when the deployed revision was found bad',
      aLive({ outcome: 'failed' }),
      'upgrade',
      'LastRevisionFailed',
    ],
    ['upgrades what renders differently', aLive({ specHash: 'other' }), 'upgrade', 'SpecChanged'],
    ['upgrades after somebody edited a live object', aLive({ workloadDrift: drift }), 'upgrade', 'Drifted'],
    ['changes nothing of what is merely not Ready', aLive({ isReady: false }), 'none', 'NotReady'],
  ])('%s', (_title, live, kind, reason) => {
    expect(chooseAction(aRelease(), live)).toEqual({ kind, reason });
  });

  it('asks for tests where no outcome was written down', () => {
    const { outcome: _outcome, ...live } = aLive();
    expect(chooseAction(aRelease(), live)).toEqual({ kind: 'none', reason: 'NotVerified' });
  });
});
