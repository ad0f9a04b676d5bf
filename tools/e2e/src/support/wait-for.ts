/**
 * Asks until the answer is there. Fails with the last error or answer after `timeoutMs`, so that a test says
 * what it was waiting for.
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { timeoutMs, everyMs = 250 }: { timeoutMs: number; everyMs?: number },
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      last = 'no such answer yet';
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}: ${String(last)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
