export { toServiceSchema } from './schema/to-service-schema.ts';
export { toUmbrellaValues } from './stack/to-umbrella-values.ts';
