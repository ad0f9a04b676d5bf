import type { Cause } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { redactLine } from '../diagnose/redact-log.ts';
import { collectCause } from '../diagnose/collect-cause.ts';
import { isTest } from '../render/normalise-objects.ts';
import { readyLog } from '../verify/ready-log.ts';
import { runChecks } from '../verify/run-checks.ts';
import { endedHook, guardHooks } from './guard-hooks.ts';
import type { NamespaceView } from './namespace-view.ts';
import type { ReleaseJob, RunContext } from './run-context.ts';

/** Lines of Helm's words that stand for a log that is gone. */
const LOG_LINES = 20;

type VerifyJob = Pick<ReleaseJob, 'desired' | 'secrets'>;

/** Runs the release's tests, then the environment's checks. Gives the cause when one did not pass. */
export async function verifyRelease(
  job: VerifyJob,
  view: NamespaceView,
  context: RunContext,
): Promise<Cause | undefined> {
  return (await runTests(job, view, context)) ?? makeChecks(job, view, context);
}

async function makeChecks(
  { desired, secrets }: VerifyJob,
  view: NamespaceView,
  { clients, environment, workspaceRoot, signal, emit }: RunContext,
): Promise<Cause | undefined> {
  const checks = environment.verification?.[desired.name] ?? [];
  if (checks.length === 0) return undefined;
  const { name: release, namespace } = desired;
  const failed = await runChecks(
    checks,
    { release, namespace, environment, workspaceRoot, clients, secrets, signal },
    emit,
  );
  if (!failed) return undefined;
  const log = readyLog(desired, view.snapshot());
  const finding = { ...failed, dueAt: 0, ...(log ? { log } : {}) };
  return collectCause(finding, namespace, { kube: clients.kube, secrets });
}

async function runTests(
  { desired, secrets }: VerifyJob,
  view: NamespaceView,
  { clients, testTimeoutMs, patienceMs, autoscaling, signal }: RunContext,
): Promise<Cause | undefined> {
  const { kube, clock, helm } = clients;
  const tests = desired.objects.filter(isTest);
  if (tests.length > 0) {
    let output = '';
    const cause = await guardHooks(
      {
        desired: { ...desired, objects: tests },
        view,
        kube,
        clock,
        secrets,
        signal,
        patience: { patienceMs, autoscaling },
      },
      async (guarded) => {
        const result = await helm.test(desired, { timeoutMs: testTimeoutMs, signal: guarded });
        output = result.output;
        if (!result.passed) throw new SlipwayError({ code: 'TestFailed', message: 'run the tests of the release: one failed.', hint: 'Its log says why.' }); // prettier-ignore
      },
    );
    if (cause?.code === 'TestFailed') {
      const finding = endedHook(tests, { view, clock });
      const shown = finding && (await collectCause(finding, desired.namespace, { kube, secrets }));
      const printed = output.split('\n').filter((line) => line.trim() !== '').slice(-LOG_LINES); // prettier-ignore
      const logs = shown?.logs.length ? shown.logs : printed.map((line) => redactLine(line, secrets));
      return { ...cause, ...shown, code: 'TestFailed', logs, hint: 'The test’s log says what it found.' };
    }
    return cause;
  }
  return undefined;
}
