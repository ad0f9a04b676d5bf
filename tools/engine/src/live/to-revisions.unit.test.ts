import type { LiveRevision } from '@slipway/contracts';
import { aRevision, aRevisionSecret } from '@slipway/testing';
import { lastGoodRevision, toChartLabel, toRevisions } from './to-revisions.ts';

describe('toChartLabel', () => {
  it.each([
    ['web', 'web'],
    ['web+x', 'web_x'],
    [`${'a'.repeat(62)}-b`, 'a'.repeat(62)],
  ])('makes of %s the label %s', (name, label) => expect(toChartLabel(name)).toBe(label));
});

describe('toRevisions', () => {
  it('reads revisions from labels alone, newest first', () => {
    const secrets = [
      aRevisionSecret('web', 2, 'superseded'),
      aRevisionSecret('web', 10, 'deployed', { 'slipway.dev/spec-hash': 'h', 'slipway.dev/outcome': 'verified' }),
      aRevisionSecret('store', 1, 'odd'),
    ];
    expect(toRevisions(secrets)).toEqual(
      new Map([
        [
          'web',
          [
            { revision: 10, status: 'deployed', specHash: 'h', outcome: 'verified' },
            { revision: 2, status: 'superseded' },
          ],
        ],
        ['store', [{ revision: 1, status: 'unknown' }]],
      ]),
    );
  });
});

describe('lastGoodRevision', () => {
  const good = (revisions: Partial<LiveRevision>[]) =>
    lastGoodRevision(
      revisions.map((change) => aRevision(change)),
      9,
    )?.revision;

  it.each<[string, Partial<LiveRevision>[], number | undefined]>([
    ['takes the newest verified one', [{ revision: 9 }, { revision: 8, status: 'superseded' }, { revision: 7, status: 'superseded' }], 8],
    ['passes over failed ones', [{ revision: 8, status: 'failed' }, { revision: 7, status: 'superseded', outcome: 'failed' }, { revision: 6, status: 'superseded' }], 6],
    ['takes one without an outcome when there is no better', [{ revision: 8, status: 'superseded', outcome: undefined as never }], 8],
    ['finds none on a first install', [{ revision: 9 }], undefined],
  ])('%s', (_title, revisions, expected) => expect(good(revisions)).toBe(expected)); // prettier-ignore
});
