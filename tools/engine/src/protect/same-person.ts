/** Whether two names, as git or CI write them (`Name <address>`, a name, an address), may mean one person. Pure. */
export function isSamePerson(a: string, b: string): boolean {
  const [left, right] = [a, b].map(partsOf) as [string[], string[]];
  return left.some((part) => right.includes(part));
}

function partsOf(text: string): string[] {
  const [, name = text, address = ''] = /^(.*?)<([^>]*)>\s*$/.exec(text) ?? [];
  return [name, address].map((part) => part.trim().replace(/\s+/g, ' ').toLowerCase()).filter(Boolean);
}
