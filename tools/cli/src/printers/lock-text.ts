import type { LockChange, LockReport, PromotionReport } from '@slipway/contracts';

/** What `slipway lock` did, for people. Pure. */
export function toLockText({ environment, file, changes, unchanged, notVerified }: LockReport): string {
  const lines = [
    ...changes.map(toChangeLine),
    ...notVerified.map(({ release, digest, reason }) => `${release} ${digest}: not verified, ${reason}`),
    changes.length > 0
      ? `${file} written. Commit it, then run "slipway deploy --env ${environment}".`
      : `Nothing to lock: ${file} says all of it already (${count(unchanged)}).`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What `slipway promote` did, for people. Pure. */
export function toPromotionText({ from, to, file, changes, unchanged, proposal }: PromotionReport): string {
  if (changes.length === 0) {
    return `Nothing to promote: ${to} has all that ${from} is locked to (${count(unchanged)}). ${file} is untouched.\n`;
  }
  const lines = changes.map(toChangeLine);
  if (!proposal) return `${lines.join('\n')}\n${file} written. Look at it with "git diff ${file}", commit it and deploy from there.\n`; // prettier-ignore
  const { branch, commit, patch, text } = proposal;
  return `${[
    ...lines,
    `Branch ${branch} holds it (commit ${commit.slice(0, 12)}); your files are untouched. Push it with "git push origin ${branch}".`,
    ...(patch ? [`Patch: ${patch}`] : []),
    ...(text ? [`Text for the pull request: ${text}`] : []),
  ].join('\n')}\n`;
}

function toChangeLine({ release, digest, formerDigest, evidence }: LockChange): string {
  const proof = evidence.at(-1);
  const said = proof ? ` (${proof.result} in ${proof.environment} by ${proof.by}, ${proof.at})` : '';
  if (formerDigest === digest) return `${release}: ${digest}, evidence added${said}`;
  return `${release}: ${formerDigest ?? 'new'} -> ${digest}${said}`;
}

function count(names: readonly string[]): string {
  return names.length === 1 ? '1 release' : `${names.length} releases`;
}
