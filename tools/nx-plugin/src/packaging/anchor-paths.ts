/**
 * Source text whose `import.meta.dirname` gives the folder that it names in the workspace, seen from a bundle one
 * folder below the package's root: what lies beside a module is then found beside it in the package, too. `dir` is the
 * module's folder relative to the workspace root, with `/`. Pure.
 */
export function anchorPaths(source: string, dir: string): string {
  return source.replaceAll('import.meta.dirname', `(import.meta.dirname + ${JSON.stringify(`/../${dir}`)})`);
}
