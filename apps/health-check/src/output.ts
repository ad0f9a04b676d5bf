/** Where the program's words go. */
export interface Output {
  /** Results: whole lines. */
  print(text: string): void;
  /** What went wrong, one line without its line break. */
  warn(line: string): void;
}
