/** Options of every executor on a release; the schema.json of each says what they mean. */
export interface ReleaseSchema {
  chart?: string;
  environment?: string;
  environmentsDir?: string;
  context?: string;
  registry?: string;
  patience?: string;
  approve?: string;
  approvedBy?: string;
  onlyWhenNamed?: boolean;
}
