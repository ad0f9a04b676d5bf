import type { ReleaseSchema } from '../release/release-schema.d.ts';

/** Options of the `deploy` executor; schema.json says what each means. */
export type DeploySchema = ReleaseSchema;
