import type { Approval, Clients, DeployEvent, DeployRecord, Plan, PlannedRelease, Verdict } from '@slipway/contracts';
import { redactLine } from '../diagnose/redact-log.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { writeRecord } from '../record/write-record.ts';

/** What a record says besides its verdict, and where it goes. */
export interface RecordContext {
  plan: Plan;
  action: DeployRecord['action'];
  /** Who approved the plan, where somebody had to. */
  approval: Approval | undefined;
  clients: Clients;
  emit: (event: DeployEvent) => void;
}

/** Writes the record of one attempt. Never throws: the release is what it is, with a record or without. */
export async function recordVerdict(
  planned: PlannedRelease,
  verdict: Verdict,
  { plan, action, approval, clients, emit }: RecordContext,
): Promise<void> {
  const { name: release, specHash } = planned;
  const event = { type: 'operation' as const, id: `${release}/record`, release, kind: 'record' as const };
  try {
    const [commit, by] = await Promise.all([clients.git.commit(), clients.git.author()]);
    const { environment, hash: planHash } = plan;
    const facts = { environment, action, by, at: clients.clock.now(), commit, planHash, approval, specHash, verdict };
    const number = await writeRecord(facts, clients);
    emit({ ...event, state: 'done', detail: `record ${number}` });
  } catch (error) {
    emit({ ...event, state: 'failed', detail: redactLine(toErrorCause(error, release).message) });
  }
}
