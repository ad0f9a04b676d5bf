import type { LintFinding } from '@slipway/contracts';

/** A finding as a check gives it: one render, and the file only where the check itself knows it. */
export interface RawFinding {
  severity: LintFinding['severity'];
  check: string;
  rule: string;
  /** Name of the render; absent where the chart itself is meant. */
  render?: string | undefined;
  object?: { kind: string; name: string } | undefined;
  container?: string | undefined;
  /** JSON pointer within the object. */
  path?: string | undefined;
  /** Relative to the workspace root. */
  file?: string | undefined;
  line?: number | undefined;
  message: string;
  fix?: string | undefined;
}
