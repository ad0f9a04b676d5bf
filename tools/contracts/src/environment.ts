import type { VerificationCheck } from './verification.ts';

/** `deploy/environments/<name>/environment.yaml`, read and checked. */
export interface Environment {
  schema: 'slipway.environment/v1';
  /** Folder name. */
  name: string;
  /** Kube context; overridden by `--context` or SLIPWAY_CONTEXT. Absent where `cluster` is set. */
  context?: string;
  /** Present when `slipway cluster up` serves this environment; the project's own kubeconfig is used then. */
  cluster?: {
    provider: 'auto' | 'embedded' | 'kind' | 'context';
    /** Whether `npm run up` has NetworkPolicies enforced; absent: as the cluster is. */
    networkPolicy?: boolean;
  };
  /** One namespace for all releases, or one per release with `default` for the rest. */
  namespace: string | Record<string, string>;
  /** Registry host (and path); overridden by `--registry` or SLIPWAY_REGISTRY. */
  registry: string;
  ingress: {
    /** Services answer at `<service>.<domain>`. */
    domain: string;
    /** Default `https`. */
    scheme?: 'http' | 'https';
    /** Default 443, or 80 for http. */
    port?: number;
  };
  /** Whether a node autoscaler may bring room for an unschedulable pod. */
  autoscaling: boolean;
  /** Metrics APIs that the cluster serves. */
  metricsApis: ('resource' | 'custom' | 'external')[];
  protection: {
    /**
     * `required`: what changes the environment needs `--approve` with the hash of exactly that plan. `other`: by another
     * person than the one who carries it out.
     */
    approval: 'none' | 'required' | 'other';
    /** Branches a change may come from, `*` standing for any characters; absent: any. */
    branches?: string[];
    /** The environment whose lock lines may be copied here. */
    promoteFrom?: string;
  };
  /** Whether images come from `releases.lock.yaml` instead of a fresh build. */
  locked: boolean;
  /** Checks by release, made after its own tests; `deploy` fails and goes back when a required one fails. */
  verification?: Record<string, VerificationCheck[]>;
}
