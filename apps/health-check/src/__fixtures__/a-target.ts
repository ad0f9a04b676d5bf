import type { Target } from '../targets/target.ts';

/** A target that says only what matters. */
export function aTarget(target: Partial<Target> = {}): Target {
  return {
    name: 'sample',
    url: 'http://127.0.0.1/',
    method: 'GET',
    status: 200,
    timeoutMs: 20_000,
    retries: 0,
    headers: {},
    ...target,
  };
}
