import { InvalidArgumentError } from 'commander';
import { durationToMs } from './duration-to-ms.ts';

/** `90s`, `1m30s`, `500ms` as milliseconds. Pure. Throws commander's `InvalidArgumentError`. */
export function parseDuration(text: string): number {
  const ms = durationToMs(text);
  if (ms === undefined) throw new InvalidArgumentError('Expected a duration such as 30s, 2m or 1m30s.');
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
