/** Options of the `helm-lint` executor; schema.json says what each means. */
export interface HelmLintSchema {
  chart: string;
  environment?: string;
  environmentsDir?: string;
  checks?: 'all' | 'release';
  strictCheckers?: boolean;
  json?: boolean;
}
