import { DOCUMENTS_OF_COMMANDS } from './documents-of-commands.ts';
import type { ErrorCode } from './read-error-codes.ts';

/** One schema of tools/contracts/schemas. */
export interface SchemaFacts {
  /** File name without `.schema.json`. */
  name: string;
  /** Value of `schema` in the document; absent for parts of documents. */
  id?: string | undefined;
  description: string;
}

/** What the page is made from. */
export interface ContractFacts {
  schemas: readonly SchemaFacts[];
  errors: readonly ErrorCode[];
  /** Names and comments of `ExitCodes`, in their order. */
  exitCodes: readonly { code: number; meaning: string }[];
  /** Variants of an event: `type`, and its other fields. */
  events: readonly { type: string; fields: string[] }[];
  /** Commands that there are. */
  commands: readonly string[];
}

/** docs/reference/machine-contract.md. Pure. */
export function toContractDocs({ schemas, errors, exitCodes, events, commands }: ContractFacts): string {
  const link = (name: string) => `[\`${name}\`](../../tools/contracts/schemas/${name}.schema.json)`;
  const documents = DOCUMENTS_OF_COMMANDS.filter(({ command }) => commands.includes(command));
  return `# What machines may rely on

<!-- Written by "npx nx run cli:generate". -->

- With \`--json\` a command prints exactly one document on stdout, whatever happens: its own, or \`slipway.error/v1\` when it
  could not do its work (wrong use and a stop by a signal included). Progress and errors for people go to stderr.
- Within \`/v1\` fields are added, never removed or given another meaning. Readers should pass over what they do not know.
- No document, event, report or log line holds a value of a Secret, or one that is named like a secret.

## Commands

| command | document |
| --- | --- |
${documents.map(({ command, schema, why }) => `| \`slipway ${command}\` | ${schema ? link(schema) : `none: ${why}`} |`).join('\n')}

## Exit codes

| code | means |
| --- | --- |
${exitCodes.map(({ code, meaning }) => `| ${code} | ${meaning} |`).join('\n')}

A result says the exit code of its command, too (\`exitCode\`). Nx itself ends with 0 or 1, whatever its tasks came to. Any other
code is that of a program run by \`toolchain exec\`, or of a crash.

## Where results lie

| what | where |
| --- | --- |
| result of \`deploy\`, \`undeploy\`, \`rollback\` | stdout, with \`--json\` |
| what happens meanwhile, one event a line | \`--events FILE\`, or \`--events fd:3\` |
| JUnit XML: one suite, one test case for each release | \`--junit FILE\` |
| summary in Markdown, added to what is there, at most 1 MiB | \`--summary FILE\`, by default the file that GITHUB_STEP_SUMMARY names |
| annotations \`::error\` | stderr, with GITHUB_ACTIONS=true |
| verdict of the Nx targets \`helm-install\` and \`deploy\` | \`dist/deploys/<environment>/<project>.json\` (${link('deploy')}) |
| findings of the Nx target \`helm-lint\` | \`dist/lint/<project>.json\` (${link('lint')}) and SARIF beside it |
| image of the Nx target \`docker\` | \`dist/images/<project>.json\` (${link('image')}) |
| records of what was done | Secrets \`slipway-record.<release>.<n>\` in the release's namespace (${link('record')}) |

All files are written also when the run fails or is stopped. One that cannot be written is a warning on stderr and does not
change the exit code; events that cannot go where they should are refused before anything is done (64).

## Events

Each line is a ${link('event')} and has \`schema\` (\`slipway.event/v1\`), \`sequence\` (from 1 without a gap), \`at\` (ISO 8601) and
\`type\`. The first is \`plan\`, the last \`done\`, whatever happens between; a run that ends with an error before there is a plan
writes none.

| type | fields |
| --- | --- |
${events.map(({ type, fields }) => `| \`${type}\` | ${fields.map((field) => `\`${field}\``).join(', ')} |`).join('\n')}

## Documents

| schema | \`schema\` says | is |
| --- | --- | --- |
${schemas.map(({ name, id, description }) => `| ${link(name)} | ${id ? `\`${id}\`` : ''} | ${description.replaceAll('|', '\\|')} |`).join('\n')}

## Codes of errors

\`code\` of an \`error\` document, and the exit codes that commands end with. Codes are permanent. Those of releases that failed
are causes: [causes.md](../causes.md).

| code | exit code |
| --- | --- |
${errors.map(({ code, exitCodes: codes }) => `| \`${code}\` | ${codes.join(', ')} |`).join('\n')}
| \`Unexpected\` | 1 |
`;
}
