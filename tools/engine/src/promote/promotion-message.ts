import type { LockChange, PromotionReport } from '@slipway/contracts';

/** Most commits that are listed of one release. */
const MOST_COMMITS = 20;

/** Subjects of the commits between two; undefined where git does not know them. */
export type Subjects = (from: string, to: string) => Promise<string[] | undefined>;

/** What the commit of a promotion says: title, then release by release what comes with it. */
export async function promotionMessage(report: PromotionReport, subjects: Subjects): Promise<string> {
  const { changes, from, to } = report;
  const names = changes.map(({ release }) => release);
  const what = names.length > 3 ? `${names.length} releases` : names.join(', ').replace(/, ([^,]*)$/, ' and $1');
  const parts = await Promise.all(changes.map(async (change) => toPart(change, await between(change, subjects), from)));
  return `chore(${to}): promote ${what} from ${from}\n\n${parts.join('\n\n')}\n`;
}

async function between({ commit, formerCommit }: LockChange, subjects: Subjects): Promise<string[]> {
  const [from, to] = [formerCommit, commit].map((one) => one?.replace('+dirty', ''));
  if (!from || !to) return to ? [`built from ${to}`] : [];
  if (from === to) return [`built from ${to}, as before`];
  const known = await subjects(from, to);
  const range = `${from.slice(0, 12)}..${to.slice(0, 12)}`;
  if (!known) return [`commits ${range}, which this clone does not have`];
  const rest = known.length - MOST_COMMITS;
  return [
    `commits ${range}${known.length === 0 ? ': none' : ''}`,
    ...known.slice(0, MOST_COMMITS).map((subject) => `- ${subject}`),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ];
}

function toPart({ release, digest, formerDigest, evidence }: LockChange, commits: string[], from: string): string {
  const proof = evidence.findLast(({ environment, result }) => environment === from && result === 'verified');
  return [
    `${release}: ${formerDigest ?? 'new'} -> ${digest}`,
    ...(proof ? [`verified in ${from} by ${proof.by} at ${proof.at}${proof.record ? `, record ${proof.record}` : ''}`] : []), // prettier-ignore
    ...commits,
  ].join('\n');
}
