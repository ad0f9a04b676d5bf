import type { DiffReport, Drift, ReleaseDrift } from '@slipway/contracts';
import type { Colours } from './colour.ts';
import { plain } from './colour.ts';
import { toShortValue } from './shorten.ts';

/** Drift for people: by release and object, each field with who changed it when, and a last line that counts. Pure. */
export function toDiffText({ releases }: DiffReport, colours: Colours = plain): string {
  const parts = releases
    .filter(({ drift, notes = [], status }) => drift.length > 0 || notes.length > 0 || status === 'absent')
    .map((release) => toRelease(release, colours).join('\n'));
  return `${[...parts, toCounts(releases)].join('\n\n')}\n`;
}

function toCounts(releases: readonly ReleaseDrift[]): string {
  const drifted = releases.filter(({ drift }) => drift.length > 0).length;
  const absent = releases.filter(({ status }) => status === 'absent').length;
  const words: [number, string][] = [
    [drifted, 'drifted'],
    [releases.length - drifted - absent, 'as deployed'],
    [absent, 'not installed'],
  ];
  return words.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`).join(', ') || 'Nothing to compare.'; // prettier-ignore
}

function toRelease({ name, namespace, revision, status, drift, notes = [] }: ReleaseDrift, colours: Colours): string[] {
  const where = status === 'absent' ? `not installed in ${namespace}` : `revision ${revision} in ${namespace}`;
  return [`${colours.bold(name)}: ${where}`, ...toObjects(drift, colours), ...notes.map((note) => `  ! ${note}`)];
}

function toObjects(drift: readonly Drift[], colours: Colours): string[] {
  const objects = new Map<string, Drift[]>();
  for (const one of drift) {
    const key = `${one.kind}/${one.name}${one.scope ? ' (cluster-wide)' : ''}`;
    objects.set(key, [...(objects.get(key) ?? []), one]);
  }
  return [...objects].flatMap(([object, fields]) =>
    fields[0]?.change === 'missing'
      ? [`  ${colours.red('-')} ${object} is missing`]
      : [`  ${colours.yellow('~')} ${object}`, ...fields.map((field) => `      ${toField(field, colours)}`)],
  );
}

function toField({ path, change, desired, live, manager, at }: Drift, colours: Colours): string {
  const by = manager ? colours.dim(`  by ${manager}${at ? ` at ${at}` : ''}`) : '';
  if (change === 'extra') return `${colours.green('+')} ${path}: ${toShortValue(live)}${by}`;
  if (live === null) return `${colours.red('-')} ${path}: ${toShortValue(desired)}${by}`;
  const isSecret = desired === '(secret)' && live === '(secret)';
  const values = isSecret ? 'changed' : `${toShortValue(desired)} -> ${toShortValue(live)}`;
  return `${colours.yellow('~')} ${path}: ${values}${by}`;
}
