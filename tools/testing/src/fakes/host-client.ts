import type { HostClient } from '@slipway/contracts';

/** A process on a machine; those in `gone` are known to have ended. */
export function createFakeHost(change: Partial<HostClient> = {}, gone: readonly string[] = []): HostClient {
  const identity = change.identity ?? 'h/boot/1';
  return {
    hostname: 'h',
    user: 'me',
    identity,
    run: identity,
    isGone: (asked) => Promise.resolve(gone.includes(asked)),
    ...change,
  };
}
