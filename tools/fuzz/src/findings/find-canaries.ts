/** A place where a secret may have come out. */
export interface Place {
  name: string;
  text: string;
}

/** Names of the settings whose secret stands somewhere in plain or base64, each with its place; never the secret itself. */
export function findCanaries(canaries: Readonly<Record<string, string>>, places: Iterable<Place>): string[] {
  const found: string[] = [];
  for (const { name, text } of places) {
    for (const [setting, canary] of Object.entries(canaries)) {
      if (formsOf(canary).some((form) => text.includes(form))) found.push(`${setting} came out in ${name}`);
    }
  }
  return found;
}

/** As it is, and as base64 shows it in the middle of a text, whatever stands before it. */
function formsOf(canary: string): string[] {
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + canary)
      .toString('base64')
      .slice(4, -4),
  );
  return [canary, ...base64];
}
