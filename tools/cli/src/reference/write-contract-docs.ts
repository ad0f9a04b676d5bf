import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ExitCodes } from '@slipway/contracts';
import { listCommands } from '../run-cli.ts';
import { readErrorCodes } from './read-error-codes.ts';
import type { SchemaFacts } from './to-contract-docs.ts';
import { toContractDocs } from './to-contract-docs.ts';

/** `node write-contract-docs.ts [--check]`: writes docs/reference/machine-contract.md anew, or says that it is stale and exits 1. */
const root = join(import.meta.dirname, '..', '..', '..', '..');
const SOURCES = ['catalog', 'cli', 'clients', 'cluster', 'contracts', 'engine', 'toolchain'];
const name = 'docs/reference/machine-contract.md';
const file = join(root, name);

interface Schema {
  description?: string;
  properties?: Record<string, { const?: string }>;
  anyOf?: { properties: Record<string, { const?: string }> }[];
}

const schemasDir = join(root, 'tools/contracts/schemas');
const read = (path: string) => JSON.parse(readFileSync(join(schemasDir, path), 'utf8')) as Schema;
const names = readdirSync(schemasDir).sort();
const schemas: SchemaFacts[] = names.map((path) => {
  const schema = read(path);
  const variants = schema.anyOf?.[0]?.properties ?? schema.properties;
  return { name: path.replace('.schema.json', ''), id: variants?.schema?.const, description: schema.description ?? '' };
});
const events = (read('event.schema.json').anyOf ?? []).map(({ properties }) => ({
  type: properties.type?.const ?? '',
  fields: Object.keys(properties).filter((field) => !['schema', 'sequence', 'at', 'type'].includes(field)),
}));
const comments = readFileSync(join(root, 'tools/contracts/src/exit-codes.ts'), 'utf8');
const exitCodes = Object.entries(ExitCodes).map(([key, code]) => ({
  code,
  meaning: new RegExp(`/\\*\\* (.*) \\*/\\n  ${key}:`).exec(comments)?.[1] ?? '',
}));
const sources = SOURCES.flatMap((project) =>
  readdirSync(join(root, 'tools', project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('__fixtures__'))
    .map((path) => readFileSync(join(root, 'tools', project, 'src', path), 'utf8')),
);
const text = toContractDocs({ schemas, events, exitCodes, errors: readErrorCodes(sources), commands: listCommands() });
const content = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
const isCheck = process.argv.includes('--check');
if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
  process.stdout.write(`${isCheck ? 'stale' : 'written'}: ${name}\n`);
  if (isCheck) process.exitCode = 1;
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
