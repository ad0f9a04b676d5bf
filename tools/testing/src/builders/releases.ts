import type {
  DesiredRelease,
  Environment,
  LiveRelease,
  LiveRevision,
  PlannedRelease,
  Verdict,
} from '@slipway/contracts';
import { aDeployment } from './objects.ts';

/** A digest that looks like one. */
export const DIGEST = `sha256:${'a'.repeat(64)}`;

/** A locked environment with one namespace; say only what matters to the test. */
export function anEnvironment(change: Partial<Environment> = {}): Environment {
  const name = change.name ?? 'prod';
  return {
    schema: 'slipway.environment/v1',
    name,
    context: name,
    namespace: 'shop',
    registry: 'registry.test',
    ingress: { domain: 'shop.test' },
    autoscaling: false,
    metricsApis: [],
    protection: { approval: 'none' },
    locked: true,
    ...change,
  };
}

/** A wanted release with one Deployment; say only what matters to the test. */
export function aRelease(change: Partial<DesiredRelease> = {}): DesiredRelease {
  const name = change.name ?? 'web';
  return {
    schema: 'slipway.desired-release/v1',
    name,
    project: name,
    namespace: 'shop',
    environment: 'local',
    chart: { name, version: '1.0.0', digest: 'c'.repeat(64) },
    image: { repository: `registry.test/${name}`, digest: DIGEST },
    valuesDigest: 'e'.repeat(64),
    after: [],
    objects: [aDeployment({ name })],
    hasTests: false,
    specHash: 'hash-1',
    source: { chartDir: `/charts/${name}`, valuesFiles: [], values: {} },
    ...change,
  };
}

/** One revision of a release. */
export function aRevision(change: Partial<LiveRevision> = {}): LiveRevision {
  return { revision: 1, status: 'deployed', specHash: 'hash-1', chart: 'web', outcome: 'verified', ...change };
}

/** A live release that is as `aRelease` wants it, Ready and verified. */
export function aLive(change: Partial<LiveRelease> = {}): LiveRelease {
  const { revision = 1, status = 'deployed', specHash = 'hash-1', outcome = 'verified', chart = 'web' } = change;
  return {
    schema: 'slipway.live-release/v1',
    name: 'web',
    namespace: 'shop',
    revision,
    status,
    specHash,
    chart,
    outcome,
    revisions: [aRevision({ revision, status, specHash, chart, outcome })],
    workloads: [],
    workloadDrift: [],
    isReady: true,
    ...change,
  };
}

/** One release of a plan. */
export function aPlanned(change: Partial<PlannedRelease> = {}): PlannedRelease {
  const name = change.name ?? 'web';
  return {
    name,
    project: name,
    namespace: 'shop',
    action: 'upgrade',
    reasons: ['SpecChanged'],
    image: { repository: `registry.test/${name}`, digest: DIGEST },
    changes: [],
    after: [],
    specHash: 'hash-1',
    baseRevision: 1,
    ...change,
  };
}

/** How a release ended. */
export function aVerdict(change: Partial<Verdict> = {}): Verdict {
  return {
    name: 'web',
    project: 'web',
    namespace: 'shop',
    status: 'deployed',
    revision: 2,
    formerRevision: 1,
    durationMs: 0,
    needsVerification: false,
    ...change,
  };
}
