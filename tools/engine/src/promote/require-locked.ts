import type { Environment } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** Refuses an environment without a lock. Throws `EnvironmentNotLocked` (exit 64). Pure. */
export function requireLocked({ name, locked }: Environment): void {
  if (locked) return;
  throw new SlipwayError({
    code: 'EnvironmentNotLocked',
    message: `write the release lock of ${name}: ${name} has none, it runs what was just built.`,
    hint: 'Name another environment, or set locked: true in its environment.yaml.',
    exitCode: ExitCodes.usage,
  });
}
