import { ProcessError } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';

/** Turns what pip or venv left behind into an error with a code and a way out. */
export function classifyPipFailure(doing: string, error: unknown): SlipwayError {
  const text = error instanceof ProcessError ? `${error.stderr}\n${error.stdout}` : String(error);
  const [code, happened, hint] = judge(text);
  const lines = text.trim().split('\n').slice(-6);
  return new SlipwayError({
    code,
    message: `${doing}: ${happened}.\n${lines.join('\n')}`,
    hint,
    details: { lines },
    cause: error,
  });
}

function judge(text: string): [code: string, happened: string, hint: string] {
  if (/no space left|disk quota/i.test(text)) {
    return ['DiskFull', 'the disk ran full', 'Free some space, or point SLIPWAY_CACHE_DIR at a larger disk.'];
  }
  if (/do not match the hashes|hash mismatch/i.test(text)) {
    return [
      'ChecksumMismatch',
      'a package is not the recorded one',
      'The index hands out altered packages: try another one (PIP_INDEX_URL).',
    ];
  }
  if (/No module named (?:pip|venv|ensurepip)|ensurepip is not available|no such option: --python/.test(text)) {
    return [
      'PipMissing',
      'this Python has no usable venv and pip',
      'Install the packages python3-venv and python3-pip (pip 22.3 or newer).',
    ];
  }
  if (
    /ConnectionError|NewConnectionError|Read ?Timeout|timed out|SSLError|ProxyError|Failed to establish|Temporary failure/i.test(
      text,
    )
  ) {
    return [
      'PackageIndexUnreachable',
      'the Python package index could not be reached',
      'Check the network and PIP_INDEX_URL, and run again.',
    ];
  }
  if (/No matching distribution|Could not find a version|403|404/.test(text)) {
    return [
      'PackageIndexRefused',
      'the Python package index does not serve a package',
      'Ask for the package to be allowed there, or set PIP_INDEX_URL.',
    ];
  }
  return ['PipFailed', 'pip failed', 'The lines above are from pip; `slipway toolchain install` runs it again.'];
}
