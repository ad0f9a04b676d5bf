import type { ReleaseSchema } from '../release/release-schema.d.ts';

/** Options of the `helm-install` executor; schema.json says what each means. */
export type HelmInstallSchema = ReleaseSchema;
