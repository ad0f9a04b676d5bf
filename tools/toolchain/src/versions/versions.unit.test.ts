import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { moduleFiles } from '../kinds/go/stage.ts';
import { TOOL_NAMES } from '../tool-name.ts';
import { packageFolder, readVersions, rowOf } from './read-versions.ts';

const read = (path: string) => readFileSync(join(packageFolder, path), 'utf8');
const rows = Object.entries(readVersions().tools);

describe('versions.json', () => {
  it('fits its schema', () => {
    const ajv = new Ajv({ allErrors: true, formats: { regex: true }, strictTypes: false, strictRequired: false });
    ajv.validate(JSON.parse(read('versions.schema.json')) as object, JSON.parse(read('versions.json')));
    expect(ajv.errors).toBeNull();
  });

  it('has rows for known names only', () => {
    expect(rows.map(([name]) => name).filter((name) => !(TOOL_NAMES as readonly string[]).includes(name))).toEqual([]);
  });

  it.each(rows.flatMap(([, row]) => row.onPath ?? []).map((command) => [command.program, command.pattern]))(
    'has one group in the pattern of %s',
    (_program, pattern) => {
      expect(new RegExp(`${pattern}|`).exec('')).toHaveLength(2);
    },
  );

  const goRows = rows.flatMap(([name, row]) => (row.kind === 'go' && name !== 'pause' ? [[name, row] as const] : []));
  it.each(goRows)('names the version of %s that its Go module requires', (name, row) => {
    const main = name === 'admission' ? 'kubernetes' : name; // It judges by the code of that version.
    const wanted = read(`${row.module}/go.mod`)
      .split('\n')
      .map((line) =>
        line
          .trim()
          .replace(/^require /, '')
          .split(' '),
      )
      .filter(([path = '']) => row.package.startsWith(`${path}/`) || row.package === path || path.endsWith(`/${main}`))
      .map(([, version]) => version);
    expect(wanted).toContain(`v${row.version}`);
  });

  it.each(goRows.flatMap(([, row]) => (row.copies ?? []).map((copy) => [copy.module, row, copy] as const)))(
    'replaces %s by the copy that it makes',
    (module, row, copy) => {
      const goMod = read(`${row.module}/go.mod`);
      expect(goMod).toContain(`${module} => ./${copy.to}`);
      expect(goMod).toContain(`${module} ${copy.version}`);
      expect(existsSync(join(packageFolder, row.module, copy.overlay))).toBe(true);
      const files = moduleFiles(join(packageFolder, row.module), row);
      expect(files.filter((path) => path.includes(`/${row.module}/${copy.to}/`))).toEqual([]);
    },
  );

  it('names the versions that npm and pip install', () => {
    const manifest = JSON.parse(read('../../package.json')) as { optionalDependencies: Record<string, string> };
    for (const [, row] of rows) {
      if (row.kind === 'npm') {
        for (const name of Object.values(row.packages)) expect(manifest.optionalDependencies[name]).toBe(row.version);
      }
      if (row.kind === 'pypi')
        expect(read(row.requirements)).toMatch(new RegExp(`==${row.version.replaceAll('.', '\\.')} \\\\$`, 'm'));
    }
  });
});

describe('the row of kubernetes-schemas', () => {
  const row = rowOf('kubernetes-schemas');

  it("has three minors of Kubernetes, the cluster's among them", () => {
    if (row.kind !== 'schemas') throw new Error(row.kind);
    expect(Object.keys(row.releases)).toContain(row.version);
    expect(row.version).toBe(rowOf('kubernetes').version);
    expect(new Set(Object.keys(row.releases).map((version) => version.replace(/\.\d+$/, ''))).size).toBe(3);
  });
});

describe('rowOf', () => {
  it('refuses names of Object itself', () => {
    expect(() => rowOf('constructor')).toThrow(expect.objectContaining({ code: 'ToolUnknown' }));
  });
});
