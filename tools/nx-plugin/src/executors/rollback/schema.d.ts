import type { ReleaseSchema } from '../release/release-schema.d.ts';

/** Options of the `rollback` executor; schema.json says what each means. */
export type RollbackSchema = ReleaseSchema;
