/** A package as apt resolved it. */
export interface ResolvedPackage {
  name: string;
  version: string;
}

/** One line of `apt-get download --print-uris`. */
export interface PackageFile {
  uri: string;
  /** File name that apt gives it. */
  file: string;
  size: number;
  /** Lower-case algorithm, for example `sha256`, and hex digest. */
  algorithm: string;
  digest: string;
}

/** The packages that a simulated `apt-get install` would install, sorted by name. */
export function parseInstLines(output: string): ResolvedPackage[] {
  const packages = output.split('\n').flatMap((line) => {
    // Inst name [installed version] (candidate version origin [arch]) [...]
    const match = /^Inst (\S+)(?: \[[^\]]*\])? \((\S+) /.exec(line);
    return match ? [{ name: match[1] as string, version: match[2] as string }] : [];
  });
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The files that `apt-get download --print-uris` names. */
export function parsePrintUris(output: string): PackageFile[] {
  return output.split('\n').flatMap((line) => {
    const match = /^'([^']+)' (\S+) (\d+) (\w+?)(?:Sum)?:([0-9a-f]+)$/.exec(line.trim());
    if (!match) return [];
    const [, uri, file, size, algorithm, digest] = match as unknown as [string, string, string, string, string, string];
    return [{ uri, file, size: Number(size), algorithm: algorithm.toLowerCase(), digest }];
  });
}

/** Whether a package name fits one of the patterns; `*` stands for any characters. */
export function isOmitted(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => toPattern(pattern).test(name));
}

/** One text for a resolved set: `name=version` lines, sorted. */
export function toPackageList(packages: readonly ResolvedPackage[]): string[] {
  return packages.map(({ name, version }) => `${name}=${version}`).sort();
}

function toPattern(glob: string): RegExp {
  return new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
}
