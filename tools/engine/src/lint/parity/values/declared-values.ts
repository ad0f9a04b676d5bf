import type { Document, LineCounter, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';

/** A value as a values file declares it. */
export interface DeclaredValue {
  /** Line of its key, from 1 on; 1 for the root. */
  line: number;
  /** Keys of a map, in their order; undefined for anything else. */
  entries?: Map<string, DeclaredValue>;
  /** Keys that stand in a comment among those of the map, as if waiting to be switched on. */
  commented: Set<string>;
  /** Nothing is said of what lies below: `{}`, a list, null, "". */
  isOpen: boolean;
  /** Texts with templates in them, this one's and those below. */
  templates: string[];
}

/** A values file that is no YAML. */
export class ValuesSyntaxError extends Error {}

/** The parts of the YAML library that are needed; it is loaded by whoever checks. */
export interface YamlReader {
  parseDocument(text: string, options: { lineCounter: LineCounter }): Document;
  LineCounter: new () => LineCounter;
  isMap(node: unknown): node is YAMLMap;
  isSeq(node: unknown): node is YAMLSeq;
  isScalar(node: unknown): node is { value: unknown };
}

/** Reads a values file, or a JSON file, with the line of every key. Throws a ValuesSyntaxError when it cannot be read. Pure. */
export function toDeclaredValues(text: string, yaml: YamlReader): DeclaredValue {
  const lineCounter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter });
  const [fault] = document.errors;
  if (fault) throw new ValuesSyntaxError(`read values.yaml: ${fault.message.split('\n')[0] ?? ''}`);
  const lines = text.split('\n');
  const toValue = (node: unknown, line: number): DeclaredValue => {
    const value: DeclaredValue = { line, commented: new Set(), isOpen: true, templates: [] };
    if (yaml.isMap(node)) {
      value.entries = new Map();
      let isMerged = false;
      for (const pair of node.items as Pair<Node & { value?: unknown }, Node>[]) {
        if (pair.key.value === '<<') {
          isMerged = true; // More keys, from elsewhere.
          continue;
        }
        const at = lineCounter.linePos(pair.key.range?.[0] ?? 0);
        const entry = toValue(pair.value, at.line);
        value.entries.set(String(pair.key.value ?? pair.key), entry);
        value.templates.push(...entry.templates);
      }
      value.isOpen = value.entries.size === 0 || isMerged;
      value.commented = commentedKeys(lines, node, lineCounter);
    } else if (yaml.isSeq(node)) {
      value.templates = node.items.flatMap((item) => toValue(item, line).templates);
    } else if (yaml.isScalar(node)) {
      value.isOpen = node.value === null || node.value === '';
      if (typeof node.value === 'string' && node.value.includes('{{')) value.templates = [node.value];
    }
    return value;
  };
  const root = toValue(document.contents, 1);
  // A file that declares nothing leaves nothing open: there is no key whose value a user could lay something below.
  return root.isOpen && !root.entries?.size ? { ...root, entries: new Map(), isOpen: false } : root;
}

/** `# key: value` in the column of the map's own keys. */
function commentedKeys(lines: readonly string[], map: YAMLMap, lineCounter: LineCounter): Set<string> {
  const [from, , to] = map.range ?? [0, 0, 0];
  const first = map.items[0]?.key as Node | undefined;
  const column = lineCounter.linePos(first?.range?.[0] ?? from).col - 1;
  const pattern = new RegExp(`^ {${column}}#\\s?([A-Za-z_][\\w.-]*):(\\s|$)`);
  const start = lineCounter.linePos(from).line;
  const end = lineCounter.linePos(to).line;
  return new Set(lines.slice(start - 1, end).flatMap((line) => pattern.exec(line)?.[1] ?? []));
}

/** Whether a path leads somewhere, and where it ends if not. */
export type Resolution =
  | { state: 'there' | 'open' }
  /** `at` keys of the path lead somewhere; `siblings` are what stands there. */
  | { state: 'missing'; at: number; siblings: string[] };

/** Follows a path, `*` standing for any key, through declared values. Pure. */
export function resolveValue(value: DeclaredValue, path: readonly string[], at = 0): Resolution {
  const key = path[at];
  if (key === undefined) return { state: 'there' };
  if (!value.entries || value.isOpen) {
    return value.isOpen ? { state: 'open' } : { state: 'missing', at, siblings: [] };
  }
  if (value.commented.has(key)) return { state: 'open' };
  const children = key === '*' ? [...value.entries.values()] : [value.entries.get(key)].flatMap((child) => child ?? []);
  const found = children.map((child) => resolveValue(child, path, at + 1));
  const best = found.find(({ state }) => state === 'there') ?? found.find(({ state }) => state === 'open') ?? found[0];
  return best ?? { state: 'missing', at, siblings: [...value.entries.keys()] };
}

/** Line of a key, from 1 on; 1 where it is not. Pure. */
export function lineOfValue(root: DeclaredValue, path: readonly string[]): number {
  return path.reduce<DeclaredValue | undefined>((value, key) => value?.entries?.get(key), root)?.line ?? 1;
}
