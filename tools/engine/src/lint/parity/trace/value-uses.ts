/** A template file. */
export interface TemplateSource {
  /** Chart that it belongs to. */
  chart: string;
  /** Path within the chart. */
  file: string;
  text: string;
  /** Whether Helm renders it by itself. */
  isEntry: boolean;
}

/** One place where a template reads a value. */
export interface ValueRead {
  source: TemplateSource;
  /** Offset in the template. */
  at: number;
  /** The template does without it: `hasKey`, `dig`, `pick`. */
  isOptional: boolean;
  /** Places in the values that it may be: one of them has to be there. */
  paths: readonly (readonly string[])[];
}

/** What templates do with the values. */
export interface ValueUses {
  reads: ValueRead[];
  /** Places that go into the output with all that lies in them. */
  whole: (readonly string[])[];
  /** Places that are only asked for whether they are there. */
  touched: (readonly string[])[];
  /** Where a named template is called whose name cannot be told: there may be more uses. */
  blind: { source: TemplateSource; at: number } | undefined;
}
