import type { Environment } from '@slipway/contracts';
import type { ReleaseRequest } from '../pipeline/release-request.ts';

/** What the lock commands are about. `environment` of the request is the one whose lock changes. */
export type LockRequest = Omit<ReleaseRequest, 'imagesDir'>;

/** What a promotion is about. `environment` of the request is the one that is promoted to. */
export interface PromotionRequest extends LockRequest {
  /** The environment before. */
  from: Environment;
}

/** A lock as it is to be, not written yet. */
export interface LockEdit<Report> {
  /** Absolute. */
  path: string;
  /** What the file is to hold; the same as now where nothing changes. */
  text: string;
  report: Report;
}
