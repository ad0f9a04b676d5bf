import type { ReleaseSchema } from '../release/release-schema.d.ts';

/** Options of the `status` executor; schema.json says what each means. */
export type StatusSchema = ReleaseSchema;
