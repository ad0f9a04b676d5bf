/** One answered `GET /`: which burst it belonged to, and what it said. */
export interface AnsweredEntry {
  burst: number;
  file: string;
  level: string;
  message: string;
  timestamp: string;
}

/** An entry's file: name below the folder, and text. */
export interface EntryFile {
  name: string;
  text: string;
}

/** What is wrong with the files of a run. All 0: nothing was lost, doubled or out of order. */
export interface EntryFaults {
  /** Answers whose file is not there, or holds something else. */
  lost: number;
  /** Answers that name a file another one named already. */
  doubled: number;
  /** Files that no answer named. */
  unknown: number;
  /** Neighbours, in the order of names, of which the later one has the earlier time or belongs to an earlier burst. */
  unordered: number;
}

/**
 * Compares answers with what lies on disk. Bursts follow each other, so all names of a later one must sort after all of
 * an earlier one; within one process also the times in the entries must ascend, across processes they may differ by the
 * moment between taking time and name.
 */
export function checkEntries(answers: readonly AnsweredEntry[], files: readonly EntryFile[]): EntryFaults {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const named = new Map<string, AnsweredEntry>();
  let lost = 0;
  let doubled = 0;
  for (const answer of answers) {
    if (named.has(answer.file)) doubled += 1;
    named.set(answer.file, answer);
    const { level, message, timestamp } = answer;
    if (texts.get(answer.file) !== `${JSON.stringify({ level, message, timestamp })}\n`) lost += 1;
  }
  const unknown = files.filter(({ name }) => !named.has(name)).length;
  return { lost, doubled, unknown, unordered: countUnordered([...named.values()]) };
}

function countUnordered(answers: readonly AnsweredEntry[]): number {
  const sorted = [...answers].sort((a, b) => (a.file < b.file ? -1 : 1));
  const latest = new Map<string, string>();
  let lastBurst = 0;
  let unordered = 0;
  for (const { file, burst, timestamp } of sorted) {
    const writer = writerOf(file);
    if (burst < lastBurst || timestamp < (latest.get(writer) ?? '')) unordered += 1;
    lastBurst = burst;
    latest.set(writer, timestamp);
  }
  return unordered;
}

/** Host and start of the process, which end a name. */
function writerOf(file: string): string {
  return /-\d{8,15}-(.+)$/.exec(file)?.[1] ?? '';
}
