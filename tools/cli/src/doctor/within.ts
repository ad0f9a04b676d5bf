import type { Finding } from './check.ts';
import { bad } from './check.ts';

/** No check may take longer, in milliseconds. */
export const CHECK_LIMIT_MS = 10_000;

/** What a check finds; a check that fails or does not answer in time is a finding itself, never the end of the others. */
export async function within(
  name: string,
  check: (signal: AbortSignal) => Promise<Finding[]>,
  { signal, limitMs = CHECK_LIMIT_MS }: { signal: AbortSignal; limitMs?: number },
): Promise<Finding[]> {
  const limit = AbortSignal.timeout(limitMs);
  const ending = AbortSignal.any([signal, limit]);
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    stop = () => reject(ending.reason as Error);
    ending.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([check(ending), late]);
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted)
      return [bad(name, `no answer within ${limitMs / 1000} s.`, 'Is the way there open: network, VPN, proxy?')];
    const { message, hint } = error as { message: string; hint?: string };
    return [bad(name, message, hint ?? 'Correct this and run "slipway doctor" again.')];
  } finally {
    ending.removeEventListener('abort', stop);
  }
}
