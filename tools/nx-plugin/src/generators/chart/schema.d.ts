/** Options of the `chart` generator; schema.json says what each means. */
export interface ChartSchema {
  project: string;
  port?: number;
  base?: string;
}
