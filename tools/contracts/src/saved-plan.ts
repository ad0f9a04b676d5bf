import type { KubeObject } from './kube-object.ts';
import type { Plan } from './plan.ts';

/** One live object as it was when the plan was made. */
export interface LiveVersion {
  apiVersion: string;
  kind: string;
  name: string;
  /** Absent where the object belongs to no namespace. */
  namespace?: string;
  /** Hex sha256 over `fields`; empty when the object did not exist. */
  hash: string;
  /**
   * The first 16 hex digits of the sha256 of each field, by JSON pointer, so that what moved can be named. Left out
   * are status, bookkeeping of the server and what controllers write; secrets count by a keyed digest.
   */
  fields: Record<string, string>;
}

/** One release of a saved plan: what was rendered, and what it would have changed. */
export interface SavedRelease {
  name: string;
  namespace: string;
  specHash: string;
  /** As rendered, without secret values; for people to look at. What is applied is always rendered anew. */
  manifests: KubeObject[];
  /** Every live object that the release would change or remove, and those that it would create. */
  live: LiveVersion[];
}

/** `slipway plan --out FILE`: a plan that can be carried out later, exactly as it is or not at all. Holds no secret. */
export interface SavedPlan {
  schema: 'slipway.saved-plan/v1';
  /** When it was made, ISO 8601; for people alone, no clock is asked. */
  madeAt: string;
  /** Which cluster: `kube-system:` or `namespace:<name>:` and the uid of that namespace. */
  cluster: string;
  plan: Plan;
  /** In the order of the plan. */
  releases: SavedRelease[];
  /** Hex sha256 over all other fields. */
  hash: string;
}
