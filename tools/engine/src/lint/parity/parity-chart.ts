/** A chart as texts, with the charts that it depends on. */
export interface ParityChart {
  /** Name in Chart.yaml. */
  name: string;
  /** Name that its values lie below in the chart that depends on it. Default: its name. */
  alias?: string;
  isLibrary: boolean;
  /** Text of every file of the chart by its path within it. Needed: values.yaml, values.schema.json, templates. */
  files: Readonly<Record<string, string>>;
  /** Keys of its values that Helm itself reads: conditions and tags of dependencies, `a.b`. Default none. */
  conditions?: readonly string[];
  dependencies: readonly ParityChart[];
}

/** A value that values.yaml, templates and values.schema.json do not agree on. */
export interface ParityFinding {
  rule:
    | 'unused-value'
    | 'undeclared-value'
    | 'value-without-schema'
    | 'schema-without-value'
    /** The chart was not looked at, or not to the end. */
    | 'not-checked'
    /** Everything was looked at but for keys that no template reads. */
    | 'unused-not-checked';
  /** Path within the chart. */
  file: string;
  /** From 1 on. */
  line: number;
  /** The key, `a.b`; `*` stands for any key or item. Empty where the whole file is meant. */
  key: string;
  /** The known key that it may be meant to be. */
  nearest?: string;
  message: string;
  fix: string;
}
