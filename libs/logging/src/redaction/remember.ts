/** How much is remembered. */
export interface RememberBounds {
  /** How many texts at most, the first ones. */
  count: number;
  /** How many characters a text may have. */
  length: number;
}

/** A judge of texts who remembers the verdicts, within bounds: texts come from outside, memory does not grow with them. */
export function remember(judge: (text: string) => boolean, bounds: RememberBounds): (text: string) => boolean {
  const verdicts = new Map<string, boolean>();
  return (text) => {
    let verdict = verdicts.get(text);
    if (verdict === undefined) {
      verdict = judge(text);
      if (verdicts.size < bounds.count && text.length <= bounds.length) verdicts.set(text, verdict);
    }
    return verdict;
  };
}
