/** What is wrong with an address that is to be asked, or undefined. Never shows it: it may carry a key. */
export function urlFault(text: unknown): string | undefined {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return 'must be an http or https URL';
  if (url.username || url.password) return 'must have no user and password; put a key into a header from a file';
  if (url.hash) return 'must have no fragment';
  return undefined;
}

/** The same for an address below which paths are added. */
export function baseUrlFault(text: string): string | undefined {
  return urlFault(text) ?? (new URL(text).search ? 'must have no query' : undefined);
}
