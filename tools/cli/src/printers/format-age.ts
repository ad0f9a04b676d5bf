const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000]] as const; // prettier-ignore

/** Milliseconds as an age of one unit: `40s`, `12m`, `3h`, `5d`. Pure. */
export function formatAge(ms: number): string {
  const [unit, size] = UNITS.find(([, length]) => ms >= 2 * length) ?? ['s', 1000];
  return `${Math.floor(ms / size)}${unit}`;
}
