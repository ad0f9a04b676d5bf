/** `deploy/environments/<name>/releases.lock.yaml`: what a locked environment runs. */
export interface ReleaseLock {
  schema: 'slipway.release-lock/v1';
  /** Folder name of the environment. */
  environment: string;
  /** By release name. */
  releases: Record<string, LockedRelease>;
}

/** One line of a lock: identity of the image and where it comes from. */
export interface LockedRelease {
  /** Repository without a registry host. */
  repository: string;
  /** `sha256:…` of the image manifest. */
  digest: string;
  /** Commit the image was built from. */
  commit?: string;
  /** For example `linux/amd64`. */
  platform?: string;
  /** Who found it good, where and when; oldest first. */
  evidence?: LockEvidence[];
}

/** One proof that a digest was built, or ran somewhere and was found good. */
export interface LockEvidence {
  /** Environment whose lock took the built image, or that ran it. */
  environment: string;
  /** `built`: it came out of a build. `verified`: a deploy there ended well, its checks included. */
  result: 'verified' | 'built';
  /** The digest that this is about: evidence of another one than the line's proves nothing. */
  digest: string;
  /** Who built or deployed it. */
  by: string;
  /** When, ISO 8601. */
  at: string;
  /** Number of the record in the environment's cluster that says so; only with `verified`. */
  record?: number;
  /** Hash of that record. */
  recordHash?: string;
}
