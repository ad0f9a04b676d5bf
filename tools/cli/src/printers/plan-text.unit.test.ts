import type { FieldChange, Plan, PlannedRelease } from '@slipway/contracts';
import { aPlanned } from '@slipway/testing';
import { coloursFor } from './colour.ts';
import { toDiffText } from './diff-text.ts';
import { toPlanText } from './plan-text.ts';
import { shorten } from './shorten.ts';

const plan = (...releases: PlannedRelease[]): Plan => ({ schema: 'slipway.plan/v1', environment: 'local', hash: '', releases }); // prettier-ignore
const change = (path: string, from: unknown, to: unknown, kind = 'Deployment'): FieldChange => ({ kind, name: 'web', path, from, to }); // prettier-ignore

describe('toPlanText', () => {
  it('groups by release and object, and counts at the end', () => {
    const changes = [
      change('', null, 'created', 'ConfigMap'),
      change('/spec/replicas', 1, 2),
      change('/spec/paused', true, null),
      change('/spec/x', null, 'y'),
      change('/data/key', '(secret)', '(secret)', 'Secret'),
      { ...change('', 'present', null, 'ClusterRole'), scope: 'Cluster' as const },
    ];
    const unchanged = aPlanned({ name: 'store', action: 'none', reasons: ['UpToDate'] });
    expect(toPlanText(plan(aPlanned({ changes }), unchanged))).toBe(
      `web: upgrade (SpecChanged) in shop  sha256:aaaaaaaaaaaa…
  + ConfigMap/web
  ~ Deployment/web
      ~ /spec/replicas: 1 -> 2
      - /spec/paused: true
      + /spec/x: "y"
  ~ Secret/web
      ~ /data/key: changed
  - ClusterRole/web (cluster-wide)

1 to change, 1 unchanged
`,
    );
  });

  it('shows what would be refused at its object, and counts it', () => {
    const refusals = [{ code: 'ImmutableField' as const, object: 'Deployment/web', message: 'No.', logs: [], hint: 'Do.' }]; // prettier-ignore
    const lines = toPlanText(plan(aPlanned({ action: 'install', reasons: ['ReleaseNotFound'], refusals }))).split('\n');
    expect(lines.slice(1)).toEqual(['  ✗ ImmutableField at Deployment/web: No.', '    Do.', '', '1 to install, 1 that the cluster would refuse', '']); // prettier-ignore
  });

  it('shows at most forty fields of an object', () => {
    const changes = Array.from({ length: 42 }, (_, n) => change(`/spec/${n}`, 1, 2));
    expect(toPlanText(plan(aPlanned({ changes }))).split('\n').slice(42, 43)).toEqual(['      and 2 more; --json shows all']); // prettier-ignore
  });
});

describe('toDiffText', () => {
  it('names field, values, manager and time', () => {
    const drift = { kind: 'Deployment', name: 'web', path: '/spec/replicas', change: 'changed' as const, desired: 1, live: 3, manager: 'kubectl', at: '2026-01-01T00:00:00Z' }; // prettier-ignore
    const base = { project: 'web', namespace: 'shop', status: 'deployed' as const, revision: 2 };
    const releases = [{ ...base, name: 'web', drift: [drift] }, { ...base, name: 'store', drift: [] }]; // prettier-ignore
    expect(toDiffText({ schema: 'slipway.diff/v1', environment: 'local', releases })).toBe(
      'web: revision 2 in shop\n  ~ Deployment/web\n      ~ /spec/replicas: 1 -> 3  by kubectl at 2026-01-01T00:00:00Z\n\n1 drifted, 1 as deployed\n',
    );
  });
});

describe('coloursFor', () => {
  const terminal = { isTTY: true };
  it.each<[string, object, NodeJS.ProcessEnv, boolean]>([
    ['a terminal', terminal, {}, true],
    ['a pipe', {}, {}, false],
    ['a pipe within Nx', {}, { FORCE_COLOR: 'true' }, true],
    ['a terminal that knows none', terminal, { TERM: 'dumb' }, false],
    ['NO_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ])('%s', (_title, stream, env, isColoured) => {
    expect(coloursFor(stream, env).red('x') !== 'x').toBe(isColoured);
  });
});

describe('shorten', () => {
  it('takes the middle out', () => {
    expect([shorten('abcdefghij', 5), shorten('abc', 5)]).toEqual(['ab…ij', 'abc']);
  });
});
