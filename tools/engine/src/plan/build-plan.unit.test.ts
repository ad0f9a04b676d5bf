import { aLive, aRelease } from '@slipway/testing';
import { buildPlan, redactChange } from './build-plan.ts';

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

  it('lists each object of a new release', () => {
    expect(buildPlan('local', pairs).releases[0]?.changes).toEqual([
      { kind: 'Deployment', name: 'store', path: '', from: null, to: 'created' },
    ]);
  });
});

describe('redactChange', () => {
  it.each([
    ['/spec/template/spec/containers/app/env/DB_PASSWORD/value', '(secret)'],
    ['/spec/template/spec/containers/app/env/LOG_LEVEL/value', 'canary'],
    ['/spec/template/spec/volumes/keys/secret/secretName', 'canary'],
  ])('%s shows %s', (path, to) => {
    expect(redactChange({ kind: 'Deployment', name: 'web', path, from: null, to: 'canary' })).toMatchObject({
      from: null,
      to,
    });
  });
});
