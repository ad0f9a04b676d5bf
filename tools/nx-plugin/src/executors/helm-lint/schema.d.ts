/** Options of the `helm-lint` executor; schema.json says what each means. */
export interface HelmLintSchema {
  chart: string;
  environment?: string;
  environmentsDir?: string;
  strictCheckers?: boolean;
  json?: boolean;
}
