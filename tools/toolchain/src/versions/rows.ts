/** How a program on PATH is asked for its version. */
export interface VersionCommand {
  program: string;
  args: string[];
  /** Regular expression over everything it prints; the first group is the version. */
  pattern: string;
}

/** What every row of `versions.json` has. */
interface CommonRow {
  /** Exact version; for Debian sets the month in which the set was last resolved and proven. */
  version: string;
  /** Operating systems it works on, as `process.platform`. Absent: all. */
  platforms?: NodeJS.Platform[];
  /** Usual time on 2 cores with empty caches, in milliseconds. Shown only. */
  expectedMs: number;
  /** Disk that obtaining it from nothing takes at its peak, in MiB (measured). */
  diskMiB: number;
  /** A tool is taken from PATH when each of these programs is there with exactly `version`. Absent: never. */
  onPath?: VersionCommand[];
}

/** A program built from the Go module proxy by one of the modules under `go/`. */
export interface GoRow extends CommonRow {
  kind: 'go';
  /** Folder of the Go module, relative to this package. */
  module: string;
  /** Package to build. */
  package: string;
  /** Names of the programs; the first is the binary, the others are links to it. */
  programs: string[];
  tags?: string[];
  /** String variables set by the linker; `{version}`, `{major}` and `{minor}` stand for those of the row. */
  variables?: Record<string, string>;
  /** Published modules that are copied beside the module with parts taken out. */
  copies?: ModuleCopy[];
  /** Folders that are handed out beside the programs, by their names in the tool's root. */
  data?: Record<string, ModuleFolder>;
}

/** A folder of a module that the program is built from; go.sum vouches for its files. */
export interface ModuleFolder {
  module: string;
  folder: string;
}

/** A published module put into the build folder in a reduced form, for a `replace => ./folder` line. */
export interface ModuleCopy {
  module: string;
  version: string;
  /** `h1:` checksum of the module, because go.sum has none for a replaced one. */
  sum: string;
  /** Folder inside the build folder. */
  to: string;
  /** Files and folders left out. */
  remove: string[];
  /** Folder of the Go module whose files are laid over the copy. Starts with `_`, so that Go ignores it in place. */
  overlay: string;
}

/** Debian packages unpacked into one folder, without installing anything. */
export interface DebianRow extends CommonRow {
  kind: 'debian';
  packages: string[];
  /** Whether what the packages depend on is unpacked as well. */
  closure: boolean;
  /** Name patterns (`*`) of dependencies that are left out. */
  omit?: string[];
  /** Programs that must be there afterwards. */
  programs: string[];
  /** Links made as the packages' installation would: path in the root to target. */
  links?: Record<string, string>;
  /** Environment variables that name a folder of the root; `{triplet}` is the machine's. */
  folders?: Record<string, string>;
}

/** Programs of a PyPI package in a virtual environment of its own. */
export interface PypiRow extends CommonRow {
  kind: 'pypi';
  /** Requirements file with exact versions and hashes, relative to this package. */
  requirements: string;
  /** Oldest Python that runs it, for example `3.11`. */
  python: string;
  /** Programs of our own that import what is installed: name to the Python file, relative to this package. */
  scripts?: Record<string, string>;
  /** The programs that it has, those of `scripts` among them. */
  programs: string[];
}

/** A program that comes with this repository's npm packages. */
export interface NpmRow extends CommonRow {
  kind: 'npm';
  /** npm package by `<platform>-<arch>` of Node. */
  packages: Record<string, string>;
  /** Program name to its path inside the package. */
  programs: Record<string, string>;
}

/** JSON schemas made from the API descriptions that published Go modules carry. */
export interface SchemasRow extends CommonRow {
  kind: 'schemas';
  /** Go module of Kubernetes. */
  module: string;
  /** The description, an OpenAPI v2 file, as a path inside the module. */
  file: string;
  /** Versions of the module, without `v`, and their `h1:` checksums; the row's own version is one of them. */
  releases: Record<string, string>;
  /** Where definitions of custom resources lie. */
  crds: CrdSource[];
}

/** A folder of CustomResourceDefinitions in a published Go module. */
export interface CrdSource {
  module: string;
  /** With the leading `v`. */
  version: string;
  /** `h1:` checksum of the module. */
  sum: string;
  /** The folder whose YAML files are read; what else they hold is passed over. */
  folder: string;
}

/** A folder of a published Go module, taken as it is: no program, something to look at. */
export interface SourceRow extends CommonRow {
  kind: 'source';
  /** Go module; its version is the row's with a `v` before it. */
  module: string;
  /** `h1:` checksum of the module. */
  sum: string;
  /** The folder, as a path inside the module. */
  folder: string;
}

export type ToolRow = GoRow | DebianRow | PypiRow | NpmRow | SchemasRow | SourceRow;

/** `versions.json` as a whole. */
export interface Versions {
  /** Go toolchains that are asked for, in this order, where the local Go is too old for a module. */
  goToolchains: string[];
  /** Packages that every Debian host has in use itself; never unpacked as a dependency. */
  debianHostPackages: string[];
  tools: Record<string, ToolRow>;
}
