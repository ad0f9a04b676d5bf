import type { LockedRelease, LockEvidence, ReleaseLock } from '@slipway/contracts';
import type { Document, Node, YAMLMap } from 'yaml';
import { nearestName } from '../catalog/nearest-name.ts';
import { lockInvalid } from './lock-fault.ts';
import { EVIDENCE_FIELDS, LINE_FIELDS, LOCK_KEYS } from './lock-fields.ts';
import type { FieldRule } from './lock-fields.ts';

/** What a lock file is held against. */
export interface ParseLockOptions {
  /** Name of its environment, the folder's. */
  environment: string;
  /** For errors; absolute. */
  path: string;
  /** Releases of the workspace; absent: any name will do. */
  releases?: readonly string[] | undefined;
}

/** A lock file that was read and found right. */
export interface ParsedLock {
  lock: ReleaseLock;
  path: string;
  text: string;
  /** Line of each release in the file, from 1 on. */
  lines: Record<string, number>;
}

const CONFLICT = /^(<{7}|={7}|>{7})( |$)/;

/** Reads the text of a releases.lock.yaml. Throws `LockInvalid` (exit 64) with file, line and fix for the first fault. */
export async function parseLock(text: string, options: ParseLockOptions): Promise<ParsedLock> {
  const yaml = await import('yaml');
  const { environment, path } = options;
  const fail = (line: number, what: string, fix: string) => lockInvalid({ environment, path, line, what, fix });

  const conflict = text.split(/\r?\n/).findIndex((line) => CONFLICT.test(line));
  if (conflict >= 0) throw fail(conflict + 1, 'a merge conflict is left here', 'Keep one side of it, with its digest and its evidence, and take the marks away.'); // prettier-ignore
  const counter = new yaml.LineCounter();
  const document: Document = yaml.parseDocument(text, { lineCounter: counter, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const isDouble = error.code === 'DUPLICATE_KEY';
    throw fail(
      error.linePos?.[0].line ?? 1,
      isDouble ? 'this key stands here twice' : (error.message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, ''),
      isDouble ? 'Take one of the two away.' : 'Correct the YAML.',
    );
  }

  const lineOf = (node: unknown) => counter.linePos((node as Node | null)?.range?.[0] ?? 0).line || 1;
  /** Pairs of a map with plain keys, each known. */
  const fieldsOf = (node: unknown, what: string, known?: readonly string[], at?: unknown) => {
    if (!yaml.isMap(node)) throw fail(lineOf(node ?? at), `${what} must be a map`, 'See tools/contracts/schemas/release-lock.schema.json, or take the file of git’s last commit.'); // prettier-ignore
    return (node as YAMLMap).items.map(({ key, value }) => {
      const name = yaml.isScalar(key) ? String(key.value) : '';
      if (known && !known.includes(name)) {
        const nearest = nearestName(name, known);
        throw fail(lineOf(key), `"${name}" is unknown`, `${nearest ? `Did you mean "${nearest}"? ` : ''}Known here: ${known.join(', ')}.`); // prettier-ignore
      }
      return { name, key, value, line: lineOf(key) };
    });
  };
  type Fields = ReturnType<typeof fieldsOf>;
  const scalarOf = ({ name, value, line }: Fields[number], { isRight, form }: FieldRule) => {
    const content = yaml.isScalar(value) ? value.value : undefined;
    if (!isRight(content)) throw fail(line, `${name} is ${yaml.isScalar(value) && content !== null ? `"${String(content)}"` : 'empty or no plain value'}`, `${name} must be ${form}.`); // prettier-ignore
    return content;
  };
  const requireAll = (fields: Fields, names: readonly string[], at: unknown, what: string) => {
    const missing = names.find((name) => !fields.some((field) => field.name === name));
    if (missing) throw fail(lineOf(at), `${what} has no ${missing}`, `Add ${missing}.`);
  };
  const read = (node: unknown, what: string, rules: Record<string, FieldRule>, at: unknown) => {
    const fields = fieldsOf(node, what, Object.keys(rules), at);
    requireAll(fields, Object.keys(rules).filter((name) => rules[name]?.isRequired), at, what); // prettier-ignore
    return fields.map((field) => [field, rules[field.name] as FieldRule] as const);
  };

  const toEvidence = (node: unknown, at: unknown): LockEvidence =>
    Object.fromEntries(
      read(node, 'evidence', EVIDENCE_FIELDS, node ?? at).map(([field, rule]) => [field.name, scalarOf(field, rule)]),
    ) as unknown as LockEvidence;
  const toLine = ({ name, key, value }: Fields[number]): LockedRelease =>
    Object.fromEntries(
      read(value, name, LINE_FIELDS, key).map(([field, rule]) => {
        if (field.name !== 'evidence') return [field.name, scalarOf(field, rule)];
        if (!yaml.isSeq(field.value)) throw fail(field.line, 'evidence must be a list', 'Take it away, and promote again.'); // prettier-ignore
        return [field.name, field.value.items.map((item) => toEvidence(item, field.key))];
      }),
    ) as unknown as LockedRelease;

  const root = fieldsOf(document.contents, 'the file', Object.keys(LOCK_KEYS), undefined);
  requireAll(root, Object.keys(LOCK_KEYS), document.contents, 'the file');
  const releases: Record<string, LockedRelease> = {};
  const lines: Record<string, number> = {};
  for (const field of root) {
    if (field.name !== 'releases') {
      const rule = LOCK_KEYS[field.name] as FieldRule;
      const content = scalarOf(field, rule);
      if (field.name === 'environment' && content !== environment) throw fail(field.line, `it is the lock of "${String(content)}"`, `environment must be ${environment}, like the folder. Lines come here by "slipway promote" or "slipway lock", never by copying the file.`); // prettier-ignore
      continue;
    }
    if (yaml.isScalar(field.value) && field.value.value === null) continue; // `releases:` with nothing below.
    for (const one of fieldsOf(field.value, 'releases', options.releases, field.key)) {
      releases[one.name] = toLine(one);
      lines[one.name] = one.line;
    }
  }
  return { lock: { schema: 'slipway.release-lock/v1', environment, releases }, path, text, lines };
}
