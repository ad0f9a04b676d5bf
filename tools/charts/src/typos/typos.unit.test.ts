import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { workspaceRoot } from '../support/render.ts';
import { mistypeEach } from './mistype.ts';

/** Maps whose keys are names that somebody chose, by their last keys; everything else is a key of ours. */
const NAMED = [
  'alertLabels',
  'annotations',
  'config',
  'data',
  'env',
  'externalSecrets',
  'files',
  'global',
  'hooks',
  'ingresses',
  'labels',
  'matchLabels',
  'namespaceLabels',
  'namespaces',
  'nodeSelector',
  'podAnnotations',
  'podLabels',
  'routes',
  'secrets',
  'upstreams',
];
/** What Kubernetes defines; its own validation judges it, and helm-lint asks that. */
const FOREIGN =
  /^(extraEnv\.\*\.valueFrom|env\.\*\.valueFrom|hpa\.metrics|hpa\.behavior\.scale\w+|keda\.triggers|monitoring\.rules\.groups|global)(\.|$)/;

const ajv = new Ajv({ strict: false, validateFormats: false });
const validators = new Map<string, ValidateFunction>();
function validatorOf(chart: string): ValidateFunction {
  const path = join(workspaceRoot, 'deploy/charts', chart, 'values.schema.json');
  const validator = validators.get(chart) ?? ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
  validators.set(chart, validator);
  return validator;
}

const files = globSync('{charts/*/ci/*-values.yaml,environments/*/*.yaml}', { cwd: join(workspaceRoot, 'deploy') })
  .map((file) => [file, file.startsWith('charts/') ? (file.split('/')[1] ?? '') : basename(file, '.yaml')] as const)
  .filter(([, chart]) => existsSync(join(workspaceRoot, 'deploy/charts', chart, 'values.schema.json')))
  .filter(([, chart]) => chart !== 'stack') // Its services' schemas judge what lies below their names.
  .sort();

describe('mistypeEach', () => {
  it('mistypes one key at a time, at every level, also in lists', () => {
    expect(mistypeEach({ a: { b: 0 }, c: [{ d: 1 }] })).toEqual([
      { path: ['a'], values: { ax: { b: 0 }, c: [{ d: 1 }] } },
      { path: ['a', 'b'], values: { a: { bx: 0 }, c: [{ d: 1 }] } },
      { path: ['c'], values: { a: { b: 0 }, cx: [{ d: 1 }] } },
      { path: ['c', '*', 'd'], values: { a: { b: 0 }, c: [{ dx: 1 }] } },
    ]);
  });
});

describe('the schema refuses every mistyped key', () => {
  it('has files to try', () => expect(files.length).toBeGreaterThan(20));

  it.each(files)('of %s', (file, chart) => {
    const isValid = validatorOf(chart);
    const values: unknown = parse(readFileSync(join(workspaceRoot, 'deploy', file), 'utf8')) ?? {};
    expect(isValid(values) || isValid.errors).toBe(true);
    const isOurs = (path: readonly string[]) => !FOREIGN.test(path.join('.')) && !NAMED.includes(path.at(-2) ?? '');
    const accepted = mistypeEach(values).filter((it) => isOurs(it.path) && isValid(it.values));
    expect(accepted.map(({ path }) => path.join('.'))).toEqual([]);
  });
});
