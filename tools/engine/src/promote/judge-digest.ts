import type { DeployRecord } from '@slipway/contracts';

/** What an environment has made of one digest of a release. */
export type Fate =
  { state: 'verified' | 'failed' | 'rolled-back' | 'unfinished'; record: DeployRecord } | { state: 'never-ran' };

/**
 * Goes through the records of one release in one environment, oldest first, and says what became of a digest in the end:
 * whether it ran there and was verified, and neither failed nor was rolled back later. A failed change of settings that
 * went back to the same digest says nothing against it. Pure.
 */
export function judgeDigest(records: readonly DeployRecord[], digest: string): Fate {
  const fates = new Map<string, Fate>();
  let serving: string | undefined;
  /** The last good deploy, and what served before it. */
  let taken: { record: DeployRecord; serving: string | undefined } | undefined;
  records.forEach((record, index) => {
    const { action, verdict } = record;
    const wanted = verdict.image?.digest;
    if (action === 'undeploy') {
      if (verdict.status === 'uninstalled') serving = undefined;
      return;
    }
    if (action === 'rollback') {
      const back = isGood(record) ? digestBefore(records.slice(0, index), record) : serving;
      if (serving !== undefined && isGood(record) && back !== serving) fates.set(serving, { state: 'rolled-back', record }); // prettier-ignore
      if (serving !== undefined && !isGood(record)) fates.set(serving, { state: 'failed', record });
      serving = back;
      return;
    }
    if (wanted === undefined || verdict.status === 'skipped') return;
    if (isGood(record)) {
      fates.set(wanted, { state: 'verified', record });
      taken = { record, serving };
      serving = wanted;
    } else if (verdict.needsVerification) {
      if (fates.get(wanted)?.state !== 'verified') fates.set(wanted, { state: 'unfinished', record });
    } else if (verdict.status !== 'rolled-back' || wanted !== serving) {
      fates.set(wanted, { state: 'failed', record });
    } else if (taken?.record.planHash === record.planHash && taken.serving !== wanted) {
      // It ended well, and went back with the set that it was of.
      fates.set(wanted, { state: 'rolled-back', record });
      serving = taken.serving;
    }
  });
  return fates.get(digest) ?? { state: 'never-ran' };
}

function isGood({ verdict }: DeployRecord): boolean {
  const { status, cause, needsVerification } = verdict;
  return ['deployed', 'recovered', 'unchanged'].includes(status) && cause === undefined && !needsVerification;
}

/** What a rollback went back to: the newest that served well and was rendered otherwise. It names itself what it left. */
function digestBefore(records: readonly DeployRecord[], { specHash }: DeployRecord): string | undefined {
  const target = records.findLast((record) => record.action === 'deploy' && isGood(record) && record.specHash !== specHash); // prettier-ignore
  return target?.verdict.image?.digest;
}
