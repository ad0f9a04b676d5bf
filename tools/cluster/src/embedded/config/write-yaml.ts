import { stringify } from 'yaml';

/** YAML of a configuration file, keys in the order given, long lines unbroken. */
export const toYaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
