/**
 * Every code that this package's errors carry, and what it means. Codes are permanent; a test holds
 * the table to the source.
 */
export const TOOLCHAIN_ERRORS = {
  AptRefused: 'The Debian package mirror refused a request.',
  AptUnreachable: 'The Debian package mirror did not answer.',
  CacheNotWritable: 'The cache folder cannot be written by this user.',
  ChecksumMismatch: 'A download is not the file that was recorded.',
  DiskFull: 'The disk ran full during the work.',
  DiskNearlyFull: 'The disk has too little room for the work; nothing was begun.',
  GoBuildFailed: 'A Go program did not compile.',
  GoMissing: 'There is no Go on this machine.',
  GoTooOld: 'Go is older than 1.21, the first one that fetches newer toolchains.',
  GoToolchainRefused: 'Go is too old for a module, and a newer toolchain could not be fetched.',
  Interrupted: 'The work was stopped on request; what was done until then is kept.',
  ModuleProxyRefused: 'The Go module proxy does not serve a module.',
  ModuleProxyUnreachable: 'The Go module proxy did not answer.',
  NotDebian: 'Packages of Debian are needed and this machine has no apt.',
  OutOfMemory: 'The compiler was killed for want of memory.',
  PackageIndexRefused: 'The Python package index does not serve a package.',
  PackageIndexUnreachable: 'The Python package index did not answer.',
  PackageNotFound: 'No package source of this machine has a Debian package.',
  PipFailed: 'pip failed.',
  PipMissing: 'Python has no usable venv and pip.',
  PlatformUnsupported: 'The tool does not work on this operating system.',
  ProgramMissing: 'The Debian packages of this release do not hold a program.',
  ProgramUnknown: 'None of the tools asked for has the program.',
  PythonMissing: 'There is no Python on this machine.',
  PythonTooOld: 'Python is too old for a tool.',
  ToolMissing: 'A tool is neither on PATH nor in the cache.',
  ToolUnknown: 'There is no tool of this name.',
} as const;

export type ToolchainErrorCode = keyof typeof TOOLCHAIN_ERRORS;
