/** Shares of a build's progress bar: downloads, compiling, linking. */
const SHARES = { download: 0.15, compile: 0.75 } as const;

/** Progress while modules are downloaded; `total` is an upper bound, for not all of them are needed. */
export function downloadFraction(done: number, total: number): number {
  return total === 0 ? 0 : SHARES.download * Math.min(done / total, 1);
}

/** Progress while packages are compiled; `stale` is how many had to be compiled at the start. */
export function compileFraction(done: number, stale: number): number {
  return SHARES.download + SHARES.compile * (stale === 0 ? 1 : Math.min(done / stale, 1));
}

/** The module in a line like `go: downloading k8s.io/api v0.36.3`, or undefined. */
export function downloadedModule(line: string): string | undefined {
  const match = /^go: downloading (\S+) (\S+)/.exec(line);
  return match ? `${match[1]} ${match[2]}` : undefined;
}

/** How many modules a go.mod requires. */
export function requiredModules(goMod: string): number {
  return goMod
    .split('\n')
    .filter((line) => /^(?:require\s+)?\s*[^\s/]+\.[^\s]+ v\d/.test(line.trim()) && !line.includes('=>')).length;
}
