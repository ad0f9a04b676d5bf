/** What the plugin's targets are called by default: also the keys of the option `targets`. */
export const INFERRED_TARGETS = [
  'docker',
  'helm-lint',
  'helm-install',
  'deploy',
  'status',
  'rollback',
  'undeploy',
] as const;

/** A target that the plugin infers. */
export type InferredTarget = (typeof INFERRED_TARGETS)[number];

/** Keys of the option `targets`: what is inferred, and `build`, which comes before `docker`. */
export const TARGET_KEYS = ['build', ...INFERRED_TARGETS] as const;

/** Name of each target in this workspace. */
export type TargetNames = Record<(typeof TARGET_KEYS)[number], string>;

/** Fills in the names that nothing else was said about. Pure. */
export function toTargetNames(names: Partial<TargetNames> = {}): TargetNames {
  return Object.fromEntries(TARGET_KEYS.map((key) => [key, names[key] ?? key])) as TargetNames;
}
