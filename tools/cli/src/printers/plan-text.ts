import type { FieldChange, Plan, PlannedRelease } from '@slipway/contracts';
import type { Colours } from './colour.ts';
import { plain } from './colour.ts';
import { toCauseLines } from './event-printer.ts';
import { toShortValue } from './shorten.ts';

const MAX_FIELDS = 40;
const SECRET = '(secret)';

/** What a deploy would do, for people: by release and object, and a last line that counts. Pure. */
export function toPlanText(plan: Plan, colours: Colours = plain): string {
  const busy = plan.releases.filter((release) => release.action !== 'none' || hasWord(release));
  const parts = busy.map((release) => toRelease(release, colours).join('\n'));
  return `${[...parts, toCounts(plan.releases)].join('\n\n')}\n`;
}

/** `3 to change, 1 to install, 6 unchanged`. Pure. */
export function toCounts(releases: readonly PlannedRelease[]): string {
  const count = (...actions: PlannedRelease['action'][]) => releases.filter(({ action }) => actions.includes(action)).length; // prettier-ignore
  const refused = releases.filter(({ refusals = [] }) => refusals.length > 0).length;
  const words: [number, string][] = [
    [count('upgrade'), 'to change'],
    [count('install'), 'to install'],
    [count('recover'), 'to recover'],
    [count('uninstall'), 'to remove'],
    [count('none'), 'unchanged'],
    [refused, 'that the cluster would refuse'],
  ];
  return words.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`).join(', ') || 'Nothing to plan.'; // prettier-ignore
}

/** An unchanged release is worth a word when a deploy would still look into it. */
function hasWord({ reasons }: PlannedRelease): boolean {
  return reasons.includes('NotReady') || reasons.includes('NotVerified');
}

function toRelease(release: PlannedRelease, colours: Colours): string[] {
  const { name, action, reasons, namespace, image, changes, refusals = [], notes = [] } = release;
  const digest = image ? `  ${colours.dim(`${image.digest.slice(0, 19)}…`)}` : '';
  return [
    `${colours.bold(name)}: ${action === 'none' ? 'unchanged' : action} (${reasons.join(', ')}) in ${namespace}${digest}`,
    ...toObjects(changes, colours),
    ...(changes.length === 0 && ['upgrade', 'recover'].includes(action) ? ['  no field changes: a new revision alone'] : []), // prettier-ignore
    ...refusals.flatMap((cause) => toCauseLines(cause).map((line, index) => (index === 0 ? `  ${colours.red('✗')}${line.slice(1)}` : `  ${line}`))), // prettier-ignore
    ...notes.map((note) => `  ! ${note}`),
  ];
}

function toObjects(changes: readonly FieldChange[], colours: Colours): string[] {
  const objects = new Map<string, FieldChange[]>();
  for (const change of changes) {
    const key = `${change.kind}/${change.name}${change.scope ? ' (cluster-wide)' : ''}`;
    objects.set(key, [...(objects.get(key) ?? []), change]);
  }
  return [...objects].flatMap(([object, fields]) => {
    const whole = fields.find(({ path }) => path === '');
    if (whole) return [`  ${symbolOf(whole, colours)} ${object}`];
    const shown = fields.slice(0, MAX_FIELDS).map((field) => `      ${toField(field, colours)}`);
    const more = fields.length - shown.length;
    return [`  ${colours.yellow('~')} ${object}`, ...shown, ...(more > 0 ? [`      and ${more} more; --json shows all`] : [])]; // prettier-ignore
  });
}

function toField(change: FieldChange, colours: Colours): string {
  const { path, from, to } = change;
  const what =
    isAbsent(from) ? toShortValue(to)
    : isAbsent(to) ? toShortValue(from)
    : from === SECRET && to === SECRET ? 'changed'
    : `${toShortValue(from)} -> ${toShortValue(to)}`; // prettier-ignore
  return `${symbolOf(change, colours)} ${path}: ${what}`;
}

function symbolOf({ from, to }: FieldChange, colours: Colours): string {
  return isAbsent(from) ? colours.green('+') : isAbsent(to) ? colours.red('-') : colours.yellow('~');
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined;
}
