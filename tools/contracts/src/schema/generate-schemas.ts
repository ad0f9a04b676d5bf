import { join } from 'node:path';
import ts from 'typescript';
import { SCHEMAS } from './schema-table.ts';
import { toJsonSchema } from './to-json-schema.ts';

/** The text of every schema by file name, made from the types. `projectDir`: folder of the contracts project. */
export function generateSchemas(projectDir: string): Map<string, string> {
  const files = SCHEMAS.map(([, file]) => join(projectDir, 'src', file));
  const program = ts.createProgram(files, {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  return new Map(
    SCHEMAS.map(([name, file, type]) => {
      const schema = toJsonSchema(
        program,
        join(projectDir, 'src', file),
        type,
        `https://slipway.dev/schemas/${name}.schema.json`,
      );
      return [`${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
}
