/** Go versions as numbers, so that 1.9 < 1.21 < 1.26.0. A release candidate counts as its release. */
export function compareGoVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version in the output of `go version`, or undefined. */
export function parseGoVersion(output: string): string | undefined {
  return /\bgo(\d+\.\d+(?:\.\d+)?(?:(?:rc|beta)\d+)?)/.exec(output)?.[1];
}

/** The version in the `go` line of a go.mod: the oldest Go that builds the module. */
export function goLineOf(goMod: string): string {
  return /^go\s+(\S+)/m.exec(goMod)?.[1] ?? '1.21';
}

function numbersOf(version: string): number[] {
  return version
    .split('.')
    .slice(0, 3)
    .map((part) => Number.parseInt(part, 10) || 0);
}
