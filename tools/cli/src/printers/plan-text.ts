import type { FieldChange, Plan } from '@slipway/contracts';

const MOST_CHANGES = 20;

/** A plan for people. Pure. */
export function toPlanText(plan: Plan): string {
  const lines = plan.releases.flatMap((release) => {
    const image = release.image ? ` image ${release.image.repository}@${release.image.digest.slice(0, 19)}` : '';
    const head = `${release.name}: ${release.action} (${release.reasons.join(', ')}) in ${release.namespace}${image}`;
    if (release.action === 'none') return [head];
    const rest = release.changes.length - MOST_CHANGES;
    return [
      head,
      ...release.changes.slice(0, MOST_CHANGES).map((change) => `  ${toChangeText(change)}`),
      ...(rest > 0 ? [`  and ${rest} more; --json shows all`] : []),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function toChangeText({ kind, name, path, from, to }: FieldChange): string {
  if (path === '')
    return `${from === undefined || from === null ? '+' : to === undefined || to === null ? '-' : '~'} ${kind}/${name}`;
  return `~ ${kind}/${name} ${path}: ${toValue(from)} -> ${toValue(to)}`;
}

function toValue(value: unknown): string {
  return value === undefined ? '(absent)' : JSON.stringify(value);
}
