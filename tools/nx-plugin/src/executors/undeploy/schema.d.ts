import type { ReleaseSchema } from '../release/release-schema.d.ts';

/** Options of the `undeploy` executor; schema.json says what each means. */
export type UndeploySchema = ReleaseSchema;
