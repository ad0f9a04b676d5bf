import { CONTAINER_CAUSES } from './container-causes.ts';
import { IMAGE_CAUSES } from './image-causes.ts';
import { POD_CAUSES } from './pod-causes.ts';
import { REFUSAL_CAUSES } from './refusal-causes.ts';
import { RUN_CAUSES } from './run-causes.ts';

/**
 * Every cause, by where it shows: the one source of codes, of docs/causes.md and of `slipway explain`. A
 * new one is a row here, what finds it in `tools/engine/src/diagnose`, and a test of that.
 */
export const CAUSE_GROUPS = [
  { title: 'Images', causes: IMAGE_CAUSES },
  { title: 'Containers', causes: CONTAINER_CAUSES },
  { title: 'Pods, volumes and Jobs', causes: POD_CAUSES },
  { title: 'Refusals', causes: REFUSAL_CAUSES },
  { title: 'Releases and runs', causes: RUN_CAUSES },
] as const;

type Group = (typeof CAUSE_GROUPS)[number];

/** Stable code of what can go wrong with a release. */
export type CauseCode = Group['causes'][number]['code'];

/** All rows of the table, in the order of the documentation. */
export const CAUSES = CAUSE_GROUPS.flatMap(({ causes }) => [...causes]);

/** Stable codes of what can go wrong with a release. Permanent once published. */
export const CAUSE_CODES: readonly CauseCode[] = CAUSES.map(({ code }) => code);

const BY_CODE = new Map(CAUSES.map((cause) => [cause.code, cause]));

/** What to do about a cause, where nothing more exact is known. Pure. */
export function hintOf(code: CauseCode): string {
  return BY_CODE.get(code)?.hint ?? '';
}
