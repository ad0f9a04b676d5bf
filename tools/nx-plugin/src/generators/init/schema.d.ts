/** Options of the `init` generator; schema.json says what each means. */
export interface InitSchema {
  project?: string;
  port?: number;
  base?: string;
  namespace?: string;
}
