import type { LockEvidence } from './release-lock.ts';

/** One line of a lock that changed. */
export interface LockChange {
  release: string;
  repository: string;
  digest: string;
  /** Digest of the line before; absent for a new line, and the same where only evidence came. */
  formerDigest?: string;
  /** Commit the image was built from. */
  commit?: string;
  formerCommit?: string;
  /** What the line has to show for itself now; oldest first. */
  evidence: LockEvidence[];
}

/** `slipway lock --json`. */
export interface LockReport {
  schema: 'slipway.lock/v1';
  environment: string;
  /** The lock file, relative to the workspace root. Written only when there are changes. */
  file: string;
  changes: LockChange[];
  /** Releases whose lines stay as they are. */
  unchanged: string[];
  /** With `--verified`: releases that the environment has not verified, and why. */
  notVerified: { release: string; digest: string; reason: string }[];
}

/** A promotion as a change that others look at before it counts. */
export interface PromotionProposal {
  branch: string;
  /** The commit on it. */
  commit: string;
  /** The commit that it is based on. */
  base: string;
  /** With `--pr`: absolute path of the patch, as `git am` takes it. */
  patch?: string;
  /** With `--pr`: absolute path of the text for a pull request; its first line is the title. */
  text?: string;
}

/** `slipway promote --json`. */
export interface PromotionReport {
  schema: 'slipway.promotion/v1';
  from: string;
  to: string;
  /** The lock file of `to`, relative to the workspace root. Written only when there are changes and no proposal. */
  file: string;
  changes: LockChange[];
  /** Releases whose lines stay as they are. */
  unchanged: string[];
  /** Present with `--branch` or `--pr`, when there are changes. */
  proposal?: PromotionProposal;
}
