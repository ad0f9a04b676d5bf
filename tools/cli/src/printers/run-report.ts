import type { DeployEvent, DeployResult, ErrorReport } from '@slipway/contracts';

/** All that is known at the end of a deploy, undeploy or rollback, however it ended. */
export interface RunReport {
  /** `deploy`, `undeploy` or `rollback`. */
  command: string;
  environment: string;
  /** When it began, milliseconds since the epoch. */
  startedAt: number;
  /** In milliseconds. */
  durationMs: number;
  /** Absent when it ended with an error before there was one. */
  result?: DeployResult;
  /** Present when it ended with an error. */
  error?: ErrorReport;
  /** Details of checks and the like that are worth telling besides the result. */
  notes: string[];
}

/** What a run report is made from while events come. Pure but for its own lists. */
export function createRunReport(facts: Pick<RunReport, 'command' | 'environment' | 'startedAt'>) {
  const report: RunReport = { ...facts, durationMs: 0, notes: [] };
  return {
    report,
    onEvent(event: DeployEvent): void {
      if (event.type === 'done') report.result = event.result;
      if (event.type === 'operation' && event.kind === 'check' && event.detail) {
        report.notes.push(`${event.release}: ${event.detail}`);
      }
    },
  };
}
