import { createEventPrinter, toResultText, toSafeStream } from '@slipway/cli';
import type { DeployEvent, Verdict } from '@slipway/contracts';
import { isBad } from '@slipway/engine/src/pipeline/idle-verdict.ts';
import type { BatchTaskResult } from '../batch/run-batch.ts';
import type { ReleaseSetProject } from './to-release-set.ts';

type Status = BatchTaskResult['result']['status'];

/** Milliseconds since the epoch. */
export interface Times {
  startTime: number;
  endTime: number;
}

/** What one project has to say, and the results of its tasks. */
export interface ProjectAccount {
  tell(event: DeployEvent): void;
  end(verdict: Verdict, times: Times): BatchTaskResult[];
  fail(text: string, times: Times): BatchTaskResult[];
}

/** An account of nothing yet. Without `writeLive` each task keeps its own output. */
export function createProjectAccount(
  { helmInstall, deploy }: Pick<ReleaseSetProject, 'helmInstall' | 'deploy'>,
  { writeLive, isGithub }: { writeLive?: ((text: string) => void) | undefined; isGithub: boolean },
): ProjectAccount {
  const said = { install: [] as string[], deploy: [] as string[] };
  let step: keyof typeof said = 'install';
  let turnedAt: number | undefined;
  const write = writeLive ?? ((text: string) => void said[step].push(text));
  const stream = toSafeStream({ write }, isGithub);
  const printEvent = createEventPrinter(stream);
  const toResult = (task: string, status: Status, terminalOutput: string[], times: Times) => ({
    task,
    result: { success: status === 'success', status, terminalOutput: terminalOutput.join(''), ...times },
  });
  const results = (ends: { install: Status; deploy: Status }, times: Times): BatchTaskResult[] => [
    toResult(helmInstall, ends.install, said.install, { ...times, endTime: turnedAt ?? times.endTime }),
    ...(deploy === undefined
      ? []
      : [toResult(deploy, ends.deploy, said.deploy, { ...times, startTime: turnedAt ?? times.endTime })]),
  ];
  return {
    tell(event) {
      // From its tests on, what happens to a release is the second step's.
      if (event.type === 'operation' && event.kind === 'verify' && deploy !== undefined) {
        step = 'deploy';
        turnedAt ??= Date.now();
      }
      printEvent(event);
    },
    end(verdict, times) {
      const isGood = !isBad(verdict);
      if (isGood && deploy !== undefined) step = 'deploy';
      stream.write(toVerdictText(verdict));
      return results(toEnds(verdict, step === 'deploy'), times);
    },
    fail(text, times) {
      stream.write(text);
      return results({ install: 'failure', deploy: 'skipped' }, times);
    },
  };
}

/** How the two steps ended. What comes after a failure is skipped, as Nx itself would. */
function toEnds(verdict: Verdict, isInstalled: boolean): { install: Status; deploy: Status } {
  if (!isBad(verdict)) return { install: 'success', deploy: 'success' };
  if (verdict.cause?.code === 'DependencyFailed') return { install: 'skipped', deploy: 'skipped' };
  return isInstalled ? { install: 'success', deploy: 'failure' } : { install: 'failure', deploy: 'skipped' };
}

function toVerdictText(verdict: Verdict): string {
  return toResultText({ releases: [verdict] } as Parameters<typeof toResultText>[0]);
}
