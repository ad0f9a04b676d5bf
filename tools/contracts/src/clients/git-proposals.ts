/** A change of one file as a commit on a branch of its own. */
export interface GitChange {
  /** Name of the new branch. */
  branch: string;
  /** The file, absolute. */
  path: string;
  /** What the file is to hold. */
  text: string;
  /** Message of the commit. */
  message: string;
  signal?: AbortSignal;
}

/** Prepares changes in git without touching working tree or index. */
export interface GitProposals {
  /**
   * Throws unless the workspace stands on a branch, has an author, and the files are as the last commit says:
   * `GitMissing`, `HeadDetached`, `AuthorUnknown`, `FileNotCommitted`, `BranchNameInvalid`, `BranchExists`.
   */
  check(branch: string, paths: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Makes the branch; gives its commit and the one it is based on. Throws as `check` does. */
  propose(change: GitChange): Promise<{ commit: string; base: string }>;
  /** The commit as a patch that `git am` takes. */
  formatPatch(commit: string, signal?: AbortSignal): Promise<string>;
  /** Commits after `from` up to `to`, newest first, as `<short hash> <subject>`; undefined where git does not know both. */
  subjects(from: string, to: string, signal?: AbortSignal): Promise<string[] | undefined>;
}
