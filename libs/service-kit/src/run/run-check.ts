import { parseArgs } from 'node:util';
import { redactText } from '@slipway/logging/src/redaction/secret-text.ts';
import { checkUrl } from './check-urls.ts';
import { ServiceExitCodes } from './exit-codes.ts';

const USAGE = 'use: --check [--timeout MS] [--status CODE] [--contains TEXT] URL...';

/**
 * `main.js --check URL...`: asks every URL once, one line each, exit code 0 when all are well, else 1.
 * Container health checks and release tests use it, since the images have neither shell nor curl.
 */
export async function runCheck(args: readonly string[], print: (line: string) => void): Promise<number> {
  const options = toOptions(args);
  if (options === undefined) {
    print(USAGE);
    return ServiceExitCodes.usage;
  }
  const checks = await Promise.all(options.urls.map((url) => checkUrl(url, options)));
  for (const { url, isOk, detail } of checks) print(redactText(`${isOk ? 'ok' : 'failed'} ${url} ${detail}`));
  return checks.every(({ isOk }) => isOk) ? 0 : 1;
}

function toOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { timeout: { type: 'string' }, status: { type: 'string' }, contains: { type: 'string' } },
    });
    const timeoutMs = toNumber(values.timeout, 1, 3_600_000);
    const status = toNumber(values.status, 100, 599);
    if (positionals.length === 0 || timeoutMs === null || status === null) return undefined;
    return { urls: positionals, status, contains: values.contains, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  } catch {
    return undefined;
  }
}

/** undefined when not given, null when it is no number within the bounds. */
function toNumber(text: string | undefined, min: number, max: number): number | undefined | null {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  return number >= min && number <= max ? number : null;
}
