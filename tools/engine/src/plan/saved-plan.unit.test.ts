import type { SavedPlan } from '@slipway/contracts';
import { aPlanned } from '@slipway/testing';
import { withHash } from './build-plan.ts';
import { movedSince, parseSavedPlan, planStale, sealPlan } from './saved-plan.ts';

const version = (fields: Record<string, string>) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'shop', hash: JSON.stringify(fields), fields }); // prettier-ignore
const chart = { name: 'web', version: '1.0.0', digest: 'c' };
function saved(change: Parameters<typeof aPlanned>[0] = {}, more: Partial<SavedPlan> = {}, fields = { '/spec/replicas': 'one' }) {
  const release = aPlanned({ chart, valuesDigest: 'v', ...change });
  return sealPlan({
    madeAt: '2026-01-01T00:00:00.000Z',
    cluster: 'kube-system:uid',
    plan: withHash({ environment: 'local', releases: [release] }),
    releases: [{ name: 'web', namespace: 'shop', specHash: release.specHash, manifests: [], live: [version(fields)] }],
    ...more,
  });
} // prettier-ignore

describe('movedSince', () => {
  it.each<[string, SavedPlan, string[]]>([
    ['nothing, later', saved({}, { madeAt: 'later' }), []],
    ['another cluster', saved({}, { cluster: 'kube-system:other' }), ['another cluster']],
    ['a chart', saved({ chart: { ...chart, digest: 'd' }, specHash: 'x' }), ['chart of web']],
    ['values', saved({ valuesDigest: 'w', specHash: 'x' }), ['values of web']],
    ['an image', saved({ image: { repository: 'r', digest: 'd' } }), ['image of web']],
    ['what is rendered alone', saved({ specHash: 'x' }), ['manifests of web']],
    ['a revision', saved({ baseRevision: 5 }), ['revision 1 -> 5 of web']],
    ['a live field', saved({}, {}, { '/spec/replicas': 'two' }), ['Deployment/web /spec/replicas']],
    ['what is to be done', saved({ action: 'recover' }), ['what is to be done with web']],
    ['what would be refused', saved({ notes: ['other'] }), ['what is to be done with web']],
    ['a release', { ...saved(), plan: withHash({ environment: 'local', releases: [] }) }, ['release web']],
  ])('names %s', (_title, now, moved) => {
    expect(movedSince(saved(), now)).toEqual(moved);
  });

  it('does not mind whether pods of an unchanged release are Ready', () => {
    const idle = { action: 'none' as const };
    const before = saved({ ...idle, reasons: ['NotReady'] });
    expect(movedSince(before, saved({ ...idle, reasons: ['UpToDate'] }))).toEqual([]);
  });

  it('finds a document whose hashes were made anew after a change', () => {
    const forged = saved({ changes: [] }, { releases: [] });
    expect(movedSince(parseSavedPlan(JSON.stringify(forged), 'f'), saved())).toEqual(['manifests of web', 'Deployment/web']); // prettier-ignore
  });
});

describe('parseSavedPlan', () => {
  const text = JSON.stringify(saved());

  it('reads what was sealed', () => {
    expect(parseSavedPlan(text, 'plan.json')).toEqual(saved());
  });

  it.each<[string, string, string, number]>([
    ['a document that was cut short', text.slice(0, -20), 'PlanTampered', 3],
    ['a changed one', text.replace('"local"', '"prod"'), 'PlanTampered', 3],
    ['one of another version', text.replace('saved-plan/v1', 'saved-plan/v2'), 'PlanVersionUnknown', 3],
    ['another document', JSON.stringify({ schema: 'slipway.plan/v1' }), 'NotAPlan', 64],
    ['no document', '[]', 'NotAPlan', 64],
    ['a hollow one', JSON.stringify(sealPlan({} as never)), 'PlanTampered', 3],
  ])('refuses %s', (_title, content, code, exitCode) => {
    expect(() => parseSavedPlan(content, 'plan.json')).toThrow(expect.objectContaining({ code, exitCode }) as Error);
  });
});

describe('planStale', () => {
  it('names what moved, not without end', () => {
    const { message, exitCode } = planStale(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
    expect([exitCode, message]).toEqual([3, 'carry out the saved plan: since it was made this has changed: a, b, c, d, e, f, g, h and 2 more.']); // prettier-ignore
  });
});
