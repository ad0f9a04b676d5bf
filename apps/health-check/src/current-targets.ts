import type { Output } from './output.ts';
import type { HealthCheckValues } from './settings.ts';
import type { Target } from './targets/target.ts';
import { toTargets } from './targets/to-targets.ts';

/**
 * The targets by the settings as they are at each call. Settings that change into faulty ones leave the former
 * targets in force; each such change is said once.
 */
export function createCurrentTargets(values: HealthCheckValues, output: Output): () => readonly Target[] {
  let text = values.TARGETS;
  let { targets } = toTargets(values);
  return () => {
    if (values.TARGETS === text) return targets;
    text = values.TARGETS;
    const fresh = toTargets(values);
    for (const fault of fresh.faults) output.warn(`setting kept its former value: ${fault}`);
    if (fresh.faults.length === 0) targets = fresh.targets;
    return targets;
  };
}
