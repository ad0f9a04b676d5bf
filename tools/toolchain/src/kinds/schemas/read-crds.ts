import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { CustomResourceDefinition } from '../../schemas/crd.ts';

/** The CustomResourceDefinitions in the YAML files of a folder, by the names of the files; other documents are passed over. */
export function readCrds(folder: string): CustomResourceDefinition[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      if (!/^kind: CustomResourceDefinition$/m.test(text)) return [];
      return parseAllDocuments(text).flatMap((document) => {
        const value = document.toJS() as Partial<CustomResourceDefinition> | null;
        return value?.kind === 'CustomResourceDefinition' ? [value as CustomResourceDefinition] : [];
      });
    });
}
