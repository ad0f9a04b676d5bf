/** What is known of one cause: the row that `slipway explain`, docs/causes.md and the findings take their words from. */
export interface CauseEntry {
  /** Stable CamelCase code; permanent once published. */
  code: string;
  /** In a few words. */
  title: string;
  /** What it means. */
  meaning: string;
  /** What Slipway knows it by. */
  recognised: string;
  /** What is merely slow, and when it counts as failed. */
  patience: string;
  /** What to do; the hint of a cause that knows nothing more exact. */
  hint: string;
  /** Commands to look further; capitals stand for names. */
  commands: readonly string[];
}
