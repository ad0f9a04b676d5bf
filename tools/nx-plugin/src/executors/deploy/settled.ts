import type { Verdict } from '@slipway/contracts';
import { createFilesClient } from '@slipway/clients/src/files/files-client.ts';
import { readDeployNote } from '@slipway/engine/src/pipeline/deploy-notes.ts';

/** Says it as a full run would. */
export { toVerdictsText } from '@slipway/cli/src/printers/result-text.ts';

/** Which release is asked about. */
export interface SettledRequest {
  workspaceRoot: string;
  environment: string;
  project: string;
}

/**
 * The verdict of a `helm-install` that had nothing to do and left nothing to verify: `deploy` can then end
 * without loading the engine, which is most of its time. Undefined in every other case, also when there
 * is no note to read.
 */
export async function readSettled({
  workspaceRoot,
  environment,
  project,
}: SettledRequest): Promise<Verdict | undefined> {
  const note = await readDeployNote(workspaceRoot, environment, project, createFilesClient()).catch(() => undefined);
  const isSettled = note?.verdict.status === 'unchanged' && !note.verdict.needsVerification;
  return isSettled ? note.verdict : undefined;
}
