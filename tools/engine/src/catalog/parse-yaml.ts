import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** Parses one YAML document; `path` is for the error. Throws `YamlInvalid` (exit 64). Loads the parser on first use. */
export async function parseYaml(text: string, path: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text);
  } catch (error) {
    throw new SlipwayError({
      code: 'YamlInvalid',
      message: `read ${path}: ${error instanceof Error ? error.message.split('\n')[0]?.replace(/:$/, '') : String(error)}.`,
      hint: 'Correct the YAML.',
      exitCode: ExitCodes.usage,
      cause: error,
    });
  }
}

/** Parses a stream of YAML documents; empty ones are left out. */
export async function parseYamlDocuments(text: string, path: string): Promise<unknown[]> {
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const fault = document.errors[0];
    if (fault) {
      throw new SlipwayError({
        code: 'YamlInvalid',
        message: `read ${path}: ${fault.message.split('\n')[0]}.`,
        hint: 'Correct the template that renders this.',
        cause: fault,
      });
    }
    const value: unknown = document.toJS({ maxAliasCount: 1000 });
    return value === null || value === undefined ? [] : [value];
  });
}
