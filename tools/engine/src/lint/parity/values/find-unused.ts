import { nearestName } from '../../../catalog/nearest-name.ts';
import type { ParityFinding } from '../parity-chart.ts';
import type { ValueUses } from '../trace/value-uses.ts';
import type { DeclaredValue } from './declared-values.ts';
import { lineOfValue } from './declared-values.ts';

type Path = readonly string[];

/** Keys of `values` that nothing reads, the topmost ones alone. `isForeign` says which are not for templates. Pure. */
export function findUnused(
  values: DeclaredValue,
  uses: ValueUses,
  isForeign: (path: Path) => boolean,
): ParityFinding[] {
  const isUnused = (path: Path) => !isForeign(path) && !isUsed(path, uses);
  const isRead = (path: Path) =>
    uses.reads.some(({ paths }) => paths.some((read) => path.every((key, at) => key === read[at])));
  return unusedBelow(values, [], isUnused, isRead).map((path): ParityFinding => {
    const key = path.join('.');
    const nearest = nearestRead(path, uses);
    return {
      rule: 'unused-value',
      file: 'values.yaml',
      line: lineOfValue(values, path),
      key,
      ...(nearest ? { nearest } : {}),
      message: `values.yaml declares ${key}, and no template reads it.`,
      fix: `${nearest ? `Did you mean ${nearest}? Else take` : 'Read it in a template, or take'} it out of values.yaml.`,
    };
  });
}

/** Whether a leaf is read: itself, something above it as a whole, or something below it. */
function isUsed(path: Path, { whole, touched }: ValueUses): boolean {
  const agree = (use: Path) =>
    path.slice(0, use.length).every((key, index) => use[index] === '*' || use[index] === key);
  return whole.some(agree) || touched.some((use) => use.length >= path.length && agree(use));
}

function unusedBelow(
  value: DeclaredValue,
  path: string[],
  isUnused: (path: Path) => boolean,
  isRead: (path: Path) => boolean,
): string[][] {
  if (!value.entries || value.isOpen) return isUnused(path) ? [path] : [];
  const below = [...value.entries].map(([key, entry]) => unusedBelow(entry, [...path, key], isUnused, isRead));
  const isNothingUsed = below.every((paths) => paths.length === 1 && paths[0]?.length === path.length + 1);
  return isNothingUsed && path.length > 0 && !isRead(path) ? [path] : below.flat();
}

/** The key that templates read at the same place and that is most like it. */
function nearestRead(path: Path, { reads }: ValueUses): string | undefined {
  const parent = path.slice(0, -1);
  const names = reads
    .flatMap((read) => read.paths)
    .filter((read) => parent.every((key, index) => key === read[index]))
    .flatMap((read) => read[parent.length] ?? [])
    .filter((name) => name !== '*' && name !== path.at(-1));
  const near = nearestName(path.at(-1) ?? '', [...new Set(names)]);
  return near === undefined ? undefined : [...parent, near].join('.');
}
