export { toServiceSchema } from './schema/to-service-schema.ts';
export { checkUpgradeSafety } from './upgrade/check-upgrade-safety.ts';
export type { UpgradeClients, UpgradeReport, UpgradeRequest } from './upgrade/check-upgrade-safety.ts';
export { formatUpgrade } from './upgrade/format-upgrade.ts';
export { toUmbrellaValues } from './stack/to-umbrella-values.ts';
