/** Tells which cases have most to do with a text, the likeliest first; those of equal rank stay in their order. */
export type RankCases<T> = (title: string, around: string) => T[];

/** A word of the title itself counts this many times as much as one of what is around. */
const TITLE_WEIGHT = 3;

/** Ranks by the words that a case has in common with a text; a word that few cases have counts for more. Pure. */
export function createRanking<T extends { file: string; text: string }>(cases: readonly T[]): RankCases<T> {
  const entries = cases.map((it) => ({ it, words: wordsOf(`${it.file} ${it.text}`) }));
  const counts = new Map<string, number>();
  for (const { words } of entries) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log(cases.length / (counts.get(word) ?? cases.length));
  return (title, around) => {
    const weights = new Map([...wordsOf(around)].map((word) => [word, rarity(word)]));
    for (const word of wordsOf(title)) weights.set(word, TITLE_WEIGHT * rarity(word));
    const scoreOf = (words: ReadonlySet<string>) =>
      [...weights].reduce((sum, [word, weight]) => (words.has(word) ? sum + weight : sum), 0);
    return entries
      .map(({ it, words }) => ({ it, score: scoreOf(words) }))
      .sort((a, b) => b.score - a.score)
      .map(({ it }) => it);
  };
}

/** The first of each group, then the second of each, and so on: what is unlike all before comes early. Pure. */
export function takeInTurns<T>(items: readonly T[], groupOf: (item: T) => string): T[] {
  const seen = new Map<string, number>();
  const turns = items.map((item) => {
    const turn = seen.get(groupOf(item)) ?? 0;
    seen.set(groupOf(item), turn + 1);
    return { item, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({ item }) => item);
}

/** Names as they are and the words that they are put together from, in small letters. */
function wordsOf(text: string): Set<string> {
  const names = text.match(/[A-Za-z][A-Za-z0-9]+/g) ?? [];
  const parts = names.flatMap((name) => name.split(/(?<=[a-z])(?=[A-Z])/));
  return new Set([...names, ...parts].map((word) => word.toLowerCase()));
}
