import type { TargetResult } from '../result/health-result.ts';

/** One readable line about a target, with its line break. Pure. */
export function formatLine(time: string, result: TargetResult): string {
  const { name, url, method, status, httpStatus, durationMs, attempts, failure } = result;
  const words = [
    time,
    status === 'ok' ? 'ok    ' : 'FAILED',
    name,
    method,
    url,
    httpStatus ?? '-',
    `${durationMs} ms`,
    ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(failure ? [`${failure.code}: ${failure.detail}`] : []),
  ];
  return `${words.join(' ').replace(CONTROL, '?')}\n`;
}

/** Whatever could begin another line or steer a terminal. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
