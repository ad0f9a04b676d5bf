import { ProcessError } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';

interface FailureRule {
  code: string;
  pattern: RegExp;
  happened: (text: string) => string;
  hint: string;
}

/** Why a go command failed, by what it printed. The first matching row wins. */
const RULES: FailureRule[] = [
  {
    code: 'DiskFull',
    pattern: /no space left on device|disk quota exceeded/i,
    happened: () => 'the disk ran full',
    hint: 'Free some space, or point GOCACHE, GOMODCACHE or SLIPWAY_CACHE_DIR at a larger disk; what is compiled already is kept.',
  },
  {
    code: 'ChecksumMismatch',
    pattern: /checksum mismatch|SECURITY ERROR|missing go\.sum entry/,
    happened: (text) => `the checksum of ${moduleIn(text)} is not the recorded one`,
    hint: 'The proxy hands out altered modules, or a download was damaged: run `go clean -modcache` and try again, else try another GOPROXY.',
  },
  {
    code: 'ModuleProxyUnreachable',
    pattern:
      /dial tcp|no such host|connection re(?:fused|set)|i\/o timeout|TLS handshake|proxyconnect|network is unreachable|x509:|unexpected EOF|GOPROXY=off|context deadline exceeded|5\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout)/,
    happened: (text) => `the Go module proxy could not be reached for ${moduleIn(text)}`,
    hint: 'Check the network and GOPROXY (`go env GOPROXY`); run again, and it goes on where it stopped.',
  },
  {
    code: 'ModuleProxyRefused',
    pattern:
      /40[134] (?:Unauthorized|Forbidden|Not Found)|410 Gone|unknown revision|not found: module|cannot find module|module lookup disabled/i,
    happened: (text) => `the Go module proxy refused ${moduleIn(text)}`,
    hint: 'Ask for the module to be allowed in your proxy, or set GOPROXY to one that serves it.',
  },
  {
    code: 'OutOfMemory',
    pattern: /signal: killed|cannot allocate memory|out of memory/,
    happened: () => 'the compiler ran out of memory',
    hint: 'Compiling needs about 3 GiB of free memory: close other programs and run again; what is compiled already is kept.',
  },
];

/** Turns what a go command left behind into an error with a code and a way out. */
export function classifyGoFailure(doing: string, error: unknown, otherwise = 'GoBuildFailed'): SlipwayError {
  const text = error instanceof ProcessError ? `${error.stderr}\n${error.stdout}` : String(error);
  const rule = RULES.find(({ pattern }) => pattern.test(text));
  const lines = text
    .trim()
    .split('\n')
    .filter((line) => line && !line.startsWith('go: downloading'))
    .slice(-10);
  return new SlipwayError({
    code: rule?.code ?? otherwise,
    message: `${doing}: ${rule ? rule.happened(text) : 'the go command failed'}.\n${lines.join('\n')}`,
    hint: rule?.hint ?? "The lines above are the compiler's; `slipway toolchain install` runs the build again.",
    details: { lines },
    cause: error,
  });
}

/** The first module (path@version, or the path in a proxy's address) that the text names. */
export function moduleIn(text: string): string {
  const named = /([\w.-]+\.[a-z]+(?:\/[\w.~-]+)*@v[\w.+-]+)/.exec(text)?.[1];
  if (named) return named;
  const asked = /"https?:\/\/[^/"]+\/([^"]+?)\/@v\/(v?[^"]+?)\.(?:info|mod|zip)"/.exec(text);
  return asked ? `${asked[1]}@${asked[2]}` : 'a module';
}
