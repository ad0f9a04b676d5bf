/** Whether manifests hold anything besides separators, comments and blank lines. Pure. */
export function hasObjects(manifests: string): boolean {
  return manifests.split(/\r?\n/).some((line) => !/^(---|\.\.\.)?\s*(#.*)?$/.test(line));
}
