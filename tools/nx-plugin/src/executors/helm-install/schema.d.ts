import type { ReleaseSchema } from '../release/release-schema.d.ts';

/** Options of the `helm-install` executor; schema.json says what each means. */
export interface HelmInstallSchema extends ReleaseSchema {
  checks?: 'all' | 'release';
}
