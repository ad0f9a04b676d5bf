import { isDeepStrictEqual } from 'node:util';
import type { LockedRelease } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type * as Yaml from 'yaml';
import type { Node, Pair, YAMLMap } from 'yaml';
import { toFieldLines, toFields, toReleaseLines, toScalar } from './format-lock.ts';
import { LINE_FIELDS } from './lock-fields.ts';
import { parseLock } from './parse-lock.ts';

/** A part of the text, and what comes in its place. */
interface Splice {
  start: number;
  end: number;
  text: string;
}

const STEP = '  ';

/** The text of a lock without releases. Pure. */
export function emptyLock(environment: string, comment: string): string {
  return `# ${comment}\nschema: slipway.release-lock/v1\nenvironment: ${environment}\nreleases: {}\n`;
}

/**
 * Writes lines into the text of a lock that `parseLock` has found right: new releases in the order of their names, and of
 * known ones the fields that differ. All else, comments and line ends included, stays byte by byte.
 */
export async function editLock(
  text: string,
  lines: Readonly<Record<string, LockedRelease>>,
  { environment, path }: { environment: string; path: string },
): Promise<string> {
  const { lock } = await parseLock(text, { environment, path });
  const wanted = { ...lock.releases, ...lines };
  const changed = Object.keys(lines).filter((name) => !isDeepStrictEqual(lock.releases[name], lines[name])).sort(); // prettier-ignore
  if (changed.length === 0) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edited = apply(text, await toSplices(text, changed, wanted, eol));
  const after = await parseLock(edited, { environment, path });
  if (isDeepStrictEqual(sorted(after.lock.releases), sorted(wanted))) return edited;
  throw new SlipwayError({
    code: 'LockNotWritable',
    message: `write the release lock of ${environment}: the form of ${path} is not one that can be edited.`,
    hint: 'Give it the form of the other locks: one release below the other, its fields indented below its name.',
  });
}

async function toSplices(
  text: string,
  changed: readonly string[],
  wanted: Readonly<Record<string, LockedRelease>>,
  eol: string,
): Promise<Splice[]> {
  const yaml = await import('yaml');
  const root = yaml.parseDocument(text).contents as YAMLMap;
  const pair = root.items.find(({ key }) => yaml.isScalar(key) && key.value === 'releases') as Pair;
  const releases = yaml.isMap(pair.value) ? pair.value : undefined;
  const block = (names: readonly string[], indent: string) => names.flatMap((name) => toReleaseLines(name, wanted[name] as LockedRelease, indent)).map((line) => line + eol).join(''); // prettier-ignore
  const keyEnd = endOf(pair.key as Node);
  if (!releases || releases.flow || releases.items.length === 0) {
    // `releases: {}`, `releases:` or all on one line: written below each other once and for all.
    const at = lineEnd(text, releases ? endOf(releases) : keyEnd);
    const flow = releases ? [{ start: text.indexOf(':', keyEnd) + 1, end: endOf(releases), text: '' }] : [];
    return [...flow, { start: at, end: at, text: newLineBefore(text, at, eol) + block(Object.keys(wanted).sort(), STEP) }]; // prettier-ignore
  }
  const indent = indentOf(text, startOf(releases.items[0]?.key));
  const known = releases.items.map((item) => ({ name: String((item.key as { value: unknown }).value), item }));
  const splices = changed.flatMap((name) => {
    const item = known.find((one) => one.name === name)?.item;
    return item ? editRelease(text, item, { name, line: wanted[name] as LockedRelease, indent, eol, yaml }) : [];
  });
  const isNew = (name: string) => !known.some((one) => one.name === name);
  for (const name of changed.filter(isNew)) {
    const before = known.filter((one) => one.name < name).at(-1)?.item;
    const at = lineEnd(text, before ? lastOf(before, yaml) : keyEnd);
    splices.push({ start: at, end: at, text: newLineBefore(text, at, eol) + block([name], indent) });
  }
  return splices;
}

interface ReleaseEdit {
  name: string;
  line: LockedRelease;
  indent: string;
  eol: string;
  yaml: typeof Yaml;
}

/** The splices that make one release what it is to be. */
function editRelease(text: string, item: Pair, { name, line, indent, eol, yaml }: ReleaseEdit): Splice[] {
  const map = item.value as YAMLMap;
  const join = (lines: readonly string[]) => lines.map((one) => one + eol).join('');
  if (map.flow) {
    const start = startOf(item.key);
    const end = lineEnd(text, endOf(map));
    return [{ start: lineStart(text, start), end, text: join(toReleaseLines(name, line, indent)) }];
  }
  const fieldIndent = indentOf(text, startOf(map.items[0]?.key));
  const find = (field: string) => map.items.find(({ key }) => yaml.isScalar(key) && key.value === field);
  const wanted = new Map(toFields(line));
  const order = Object.keys(LINE_FIELDS);
  return order.flatMap((field): Splice[] => {
    const present = find(field);
    const value = wanted.get(field);
    if (!present && value === undefined) return [];
    if (present && value !== undefined && isDeepStrictEqual((present.value as Node).toJSON(), value)) return [];
    if (present && typeof value === 'string') {
      return [{ start: startOf(present.value), end: endOf(present.value as Node), text: toScalar(value) }];
    }
    if (present) {
      const [start, end] = [lineStart(text, startOf(present.key)), lineEnd(text, lastOf(present, yaml))];
      return [{ start, end, text: value === undefined ? '' : join(toFieldLines(field, value, fieldIndent)) }];
    }
    const before = order.slice(0, order.indexOf(field)).reverse().map(find).find((one) => one !== undefined); // prettier-ignore
    const at = before ? lineEnd(text, lastOf(before, yaml)) : lineStart(text, startOf(map.items[0]?.key));
    return [{ start: at, end: at, text: newLineBefore(text, at, eol) + join(toFieldLines(field, value as string, fieldIndent)) }]; // prettier-ignore
  });
}

/** From the last to the first; those at one place keep their order. */
function apply(text: string, splices: readonly Splice[]): string {
  return splices
    .map((splice, index) => ({ ...splice, index }))
    .sort((a, b) => b.start - a.start || b.index - a.index)
    .reduce((result, { start, end, text: part }) => result.slice(0, start) + part + result.slice(end), text);
}

function startOf(node: unknown): number {
  return (node as Node).range?.[0] ?? 0;
}

function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}

/** Where the last value within a pair ends: comments behind it belong to nobody. */
function lastOf(pair: Pair, yaml: typeof Yaml): number {
  let { key, value }: { key: unknown; value: unknown } = pair;
  for (;;) {
    if ((yaml.isMap(value) || yaml.isSeq(value)) && !value.flow && value.items.length > 0) {
      const last: unknown = value.items.at(-1);
      if (yaml.isPair(last)) ({ key, value } = last);
      else value = last;
    } else return endOf((value ?? key) as Node);
  }
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the end of the line that `at` is in. */
function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function indentOf(text: string, at: number): string {
  return text.slice(lineStart(text, at), at);
}

/** The last line of a file may lack its end. */
function newLineBefore(text: string, at: number, eol: string): string {
  return at > 0 && text[at - 1] !== '\n' ? eol : '';
}

function sorted(releases: Readonly<Record<string, LockedRelease>>): [string, LockedRelease][] {
  return Object.entries(releases).map(([name, line]): [string, LockedRelease] => [name, Object.fromEntries(toFields(line)) as unknown as LockedRelease]).sort(([a], [b]) => (a < b ? -1 : 1)); // prettier-ignore
}
