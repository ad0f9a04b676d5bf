/** A generated file that is not as its sources say, in the words of a finding of lint. */
export interface StaleFinding {
  check: 'generate';
  rule: 'stale' | 'orphaned';
  /** Relative to the workspace root. */
  file: string;
  message: string;
  fix: string;
}

/** What the notes of `syncFiles` say when it only looked: which file, and what to do. Pure. */
export function toStaleFindings(notes: readonly string[]): StaleFinding[] {
  return notes.map((note) => {
    const [rule = '', file = ''] = note.split(': ', 2);
    const isOrphan = rule === 'orphaned';
    return {
      check: 'generate',
      rule: isOrphan ? 'orphaned' : 'stale',
      file,
      message: isOrphan ? 'nothing is left that it is made from' : 'it is not what is made from its sources now',
      fix: 'Run "npx nx run charts:generate", and commit what it writes.',
    };
  });
}
