/** Shorter values stand in too many innocent words. */
const SHORTEST = 4;
/** Shortest part of a value that is hidden by itself: a line of a key, an entry of a JSON file. */
const SHORTEST_PART = 6;

/**
 * All that must be taken out of logs and messages for some secret values: themselves, their lines, what stands
 * in them as JSON, and the forms in which programs print them. Longest first, so that no rest stays. Pure.
 */
export function toHiddenValues(values: readonly string[]): string[] {
  const parts = values.flatMap((value) => [
    value.trim(),
    ...[...lines(value), ...jsonStrings(value)].filter((part) => part.length >= SHORTEST_PART),
  ]);
  const hidden = [...values, ...parts].filter((value) => value.length >= SHORTEST).flatMap(forms);
  return [...new Set(hidden)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function forms(value: string): string[] {
  const encoded = Buffer.from(value, 'utf8').toString('base64');
  return [value, encoded, encoded.replace(/=+$/, ''), encodeUri(value), JSON.stringify(value).slice(1, -1)];
}

function lines(value: string): string[] {
  return value.includes('\n') ? value.split('\n').map((line) => line.trim()) : [];
}

/** For example the passwords of a registry login. */
function jsonStrings(value: string): string[] {
  if (!/^\s*[[{]/.test(value)) return [];
  try {
    const found: string[] = [];
    JSON.parse(value, (_key, entry: unknown) => (typeof entry === 'string' && found.push(entry), entry));
    return found;
  } catch {
    return [];
  }
}

function encodeUri(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value; // Half a surrogate pair.
  }
}
