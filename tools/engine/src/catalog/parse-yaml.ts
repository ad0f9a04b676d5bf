import type { ScalarTag } from 'yaml';
import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** Several steps of one command read the same files, a Chart.yaml above all. */
const parsed = new Map<string, unknown>();
/** A process that lives long must not keep all it ever read. */
const MAX_PARSED = 1000;

/**
 * Parses one YAML document; `path` is for the error. Throws `YamlInvalid` (exit 64). Loads the parser on first use.
 * The same text gives the same value, which nobody may change.
 */
export async function parseYaml(text: string, path: string): Promise<unknown> {
  if (parsed.has(text)) return parsed.get(text);
  const { parse } = await import('yaml');
  try {
    const value: unknown = parse(text);
    if (parsed.size >= MAX_PARSED) parsed.clear();
    parsed.set(text, value);
    return value;
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

/** Where the YAML of Kubernetes' own tools (goyaml 2) is not that of version 1.2: `0440` is octal, `yes` is true. */
const AS_IN_GO: ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+]?0[0-7]+$/, resolve: (text) => Number.parseInt(text, 8) },
  { tag: 'tag:yaml.org,2002:bool', default: true, test: /^(yes|Yes|YES|on|On|ON)$/, resolve: () => true },
  { tag: 'tag:yaml.org,2002:bool', default: true, test: /^(no|No|NO|off|Off|OFF)$/, resolve: () => false },
];

/** Parses a stream of YAML documents as Helm reads manifests; empty ones are left out. */
export async function parseYamlDocuments(text: string, path: string): Promise<unknown[]> {
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(text, { logLevel: 'silent', merge: true, customTags: (tags) => [...AS_IN_GO, ...tags] }); // prettier-ignore
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
