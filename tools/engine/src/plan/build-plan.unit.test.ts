import { aLive, aRelease } from '@slipway/testing';
import { buildPlan, withHash } from './build-plan.ts';

describe('buildPlan', () => {
  const pairs = [
    {
      desired: aRelease({ name: 'web', after: ['store', 'elsewhere'] }),
      live: aLive({ specHash: 'old' }),
      changes: [],
    },
    { desired: aRelease({ name: 'store' }), live: undefined, changes: [] },
  ];

  it('orders the releases and keeps only edges within the plan', () => {
    const plan = buildPlan('local', pairs);
    expect(plan.releases.map(({ name, action, after }) => [name, action, after])).toEqual([
      ['store', 'install', []],
      ['web', 'upgrade', ['store']],
    ]);
  });

  it('gives the same hash for the same input in any order, another for another', () => {
    const { hash } = buildPlan('local', pairs);
    expect(buildPlan('local', [...pairs].reverse()).hash).toBe(hash);
    expect(buildPlan('dev', pairs).hash).not.toBe(hash);
  });

  it('gives the same hash however closely the cluster was looked at', () => {
    const plan = buildPlan('local', pairs);
    const releases = plan.releases.map((release) => ({ ...release, changes: [], notes: ['a note'] }));
    expect(withHash({ environment: 'local', releases }).hash).toBe(plan.hash);
  });

  it('lists each object of a new release', () => {
    expect(buildPlan('local', pairs).releases[0]?.changes).toEqual([
      { kind: 'Deployment', name: 'store', path: '', from: null, to: 'created' },
    ]);
  });
});
