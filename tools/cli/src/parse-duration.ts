import { InvalidArgumentError } from 'commander';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/** `90s`, `1m30s`, `500ms` as milliseconds. Pure. Throws commander's `InvalidArgumentError`. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(PART)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new InvalidArgumentError('Expected a duration such as 30s, 2m or 1m30s.');
  }
  const ms = parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS], 0);
  if (ms <= 0) throw new InvalidArgumentError('Expected more than nothing.');
  return ms;
}

/** A whole number from 1 on. Pure. Throws commander's `InvalidArgumentError`. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return Number(text);
}

/** `a,b` as names. Pure. Throws commander's `InvalidArgumentError`. */
export function parseNames(text: string, before: string[] = []): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError('Expected names between commas.');
  return [...new Set([...before, ...names])];
}
