import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** Something that comes after others. */
export interface Ordered {
  name: string;
  after: readonly string[];
}

/** Each after all it names, ties by name. Names outside the set are ignored. Throws `OrderCycle` (exit 64). Pure. */
export function orderReleases<T extends Ordered>(releases: readonly T[]): T[] {
  const rest = new Map(
    [...releases].sort((a, b) => (a.name < b.name ? -1 : 1)).map((release) => [release.name, release]),
  );
  const ordered: T[] = [];
  while (rest.size > 0) {
    const next = [...rest.values()].find(({ after }) => !after.some((name) => rest.has(name)));
    if (!next) throw cycle([...rest.values()]);
    ordered.push(next);
    rest.delete(next.name);
  }
  return ordered;
}

function cycle(rest: readonly Ordered[]): SlipwayError {
  const path: string[] = [];
  let current: Ordered | undefined = rest[0];
  while (current && !path.includes(current.name)) {
    path.push(current.name);
    current = rest.find(({ name }) => current?.after.includes(name));
  }
  const loop = current ? [...path.slice(path.indexOf(current.name)), current.name] : path;
  return new SlipwayError({
    code: 'OrderCycle',
    message: `order the releases: ${loop.join(' waits for ')}.`,
    hint: 'Take one of them out of the annotation slipway.dev/after.',
    exitCode: ExitCodes.usage,
    details: { cycle: loop },
  });
}
