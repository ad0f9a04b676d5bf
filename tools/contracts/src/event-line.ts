import type { DeployEvent } from './deploy-event.ts';

/** One line of `--events`: an event of a deploy, undeploy or rollback, with its place in the stream. */
export type EventLine = {
  schema: 'slipway.event/v1';
  /** Counts from 1; a gap means that a line was lost. */
  sequence: number;
  /** When it was told, ISO 8601. */
  at: string;
} & DeployEvent;
