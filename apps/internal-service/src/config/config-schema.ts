import type { OpenApiObject, SettingTable } from '@slipway/service-kit';

/** OpenAPI schemas of `GET /config` by name: one property for each setting of the table, and no others. Pure. */
export function toConfigSchemas(table: SettingTable): Record<string, OpenApiObject> {
  const names = Object.keys(table).sort();
  return {
    Config: {
      type: 'object',
      description: 'Effective settings by name.',
      required: names,
      properties: Object.fromEntries(
        names.map((name) => [
          name,
          { $ref: `#/components/schemas/${table[name]?.isSecret ? 'SecretSetting' : 'Setting'}` },
        ]),
      ),
      additionalProperties: false,
    },
    Setting: {
      type: 'object',
      required: ['value', 'source'],
      properties: {
        value: { type: ['string', 'number', 'boolean', 'null'], description: 'Current value; null: not set.' },
        source: {
          enum: ['default', 'env', 'file'],
          description: 'Where the value came from when the service started.',
        },
      },
      additionalProperties: false,
    },
    SecretSetting: {
      type: 'object',
      description: 'Whether a secret is set; nothing else is told of it.',
      required: ['set'],
      properties: { set: { type: 'boolean' } },
      additionalProperties: false,
    },
  };
}
