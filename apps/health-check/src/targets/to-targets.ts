import type { HealthCheckValues } from '../settings.ts';
import { defaultTargets } from './default-targets.ts';
import { parseTargets } from './parse-targets.ts';
import type { Target } from './target.ts';
import { baseUrlFault } from './url-faults.ts';

/** The targets that the settings name, with everything that is wrong with them; targets count without faults. Pure. */
export function toTargets(values: HealthCheckValues): { targets: Target[]; faults: string[] } {
  if (values.TARGETS !== undefined) {
    const { targets, faults } = parseTargets(values.TARGETS, { timeoutMs: values.TIMEOUT_MS, retries: values.RETRIES });
    return { targets, faults: faults.map((fault) => `TARGETS: ${fault}.`) };
  }
  const faults = (['SERVICE_URL', 'DATA_SERVICE_URL'] as const).flatMap((name) => {
    const fault = baseUrlFault(values[name]);
    return fault === undefined ? [] : [`${name}: ${fault}.`];
  });
  return { targets: faults.length > 0 ? [] : defaultTargets(values), faults };
}
