export { toServiceSchema } from './schema/to-service-schema.ts';
export { formatUpgrade } from './upgrade/format-upgrade.ts';
export { toUmbrellaValues } from './stack/to-umbrella-values.ts';
