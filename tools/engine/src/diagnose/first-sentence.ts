/** The first line of what somebody said, 400 characters at most. Pure. */
export function firstSentence(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}
