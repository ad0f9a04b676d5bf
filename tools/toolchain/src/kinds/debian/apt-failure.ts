import { ProcessError } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';

/** Turns what an apt command left behind into an error with a code and a way out. */
export function classifyAptFailure(doing: string, error: unknown): SlipwayError {
  const text = error instanceof ProcessError ? `${error.stderr}\n${error.stdout}` : String(error);
  const lines = text
    .split('\n')
    .filter((line) => /^[EW]:|^Err:/.test(line))
    .slice(-8);
  const [code, happened, hint] = judge(text);
  return new SlipwayError({
    code,
    message: `${doing}: ${happened}.${lines.length > 0 ? `\n${lines.join('\n')}` : ''}`,
    hint,
    details: { lines },
    cause: error,
  });
}

function judge(text: string): [code: string, happened: string, hint: string] {
  if (/no space left|have enough free space/i.test(text)) {
    return ['DiskFull', 'the disk ran full', 'Free some space, or point SLIPWAY_CACHE_DIR at a larger disk.'];
  }
  if (/hash sum mismatch|unexpected size/i.test(text)) {
    return [
      'ChecksumMismatch',
      'a downloaded file is not the one that the package list describes',
      'A proxy hands out altered or outdated files: run again in a few minutes, else check the mirror in /etc/apt/sources.list.',
    ];
  }
  const missing =
    /Unable to locate package (\S+)|Package '?(\S+?)'? has no installation candidate|Version '[^']*' for '([^']+)' was not found/.exec(
      text,
    );
  if (missing) {
    const name = missing.slice(1).find((part) => part !== undefined);
    return [
      'PackageNotFound',
      `no package source of this machine has ${name}`,
      'The sources in /etc/apt must hold the main archive of Debian 12 or newer (Ubuntu: universe too).',
    ];
  }
  if (/403 +Forbidden|401 +Unauthorized|407 /.test(text)) {
    return [
      'AptRefused',
      'the package mirror refused',
      'Check the mirror and proxy that apt uses (/etc/apt/sources.list, apt.conf).',
    ];
  }
  return [
    'AptUnreachable',
    'the package mirror could not be used',
    'Check the network and the mirror that apt uses: `apt-get update` must work; run again, and it goes on where it stopped.',
  ];
}
