import type { CauseEntry } from './cause-entry.ts';
import { CAUSE_GROUPS } from './causes.ts';

const HEAD = `<!-- Made by "npx nx run contracts:generate" from tools/contracts/src/causes. -->

# What can go wrong with a release

A release that fails has one cause: a code, the object and container that show it, what happened, the last lines of the
log where there are some, and what to do. The codes are permanent; scripts may rely on them. \`slipway explain CODE\` prints
the same as this page, with \`--json\` as \`slipway.explain/v1\`; without a code it lists all.

Slow is not failed: what may still become Ready is waited for, up to the deadline of ten minutes; what cannot is told
within seconds. In commands, capitals stand for names.
`;

/** The text of docs/causes.md, before formatting. Pure. */
export function toCauseDocs(): string {
  const groups = CAUSE_GROUPS.map(({ title, causes }) => `## ${title}\n\n${causes.map(toSection).join('\n')}`);
  return `${HEAD}\n${groups.join('\n')}`;
}

function toSection(cause: CauseEntry): string {
  return `### ${cause.code}

**${cause.title[0]?.toUpperCase()}${cause.title.slice(1)}.** ${cause.meaning}

- Recognised by: ${cause.recognised}
- Slow or failed: ${cause.patience}
- What to do: ${cause.hint}
- To look further: ${cause.commands.map((command) => `\`${command}\``).join(', ')}
`;
}
