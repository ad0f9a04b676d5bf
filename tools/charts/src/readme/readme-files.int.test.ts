import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../support/render.ts';
import { readmeFiles } from './readme-files.ts';

describe('readmeFiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-charts-'));
    const template = readFileSync(join(workspaceRoot, 'deploy/charts/README.md.gotmpl'));
    writeFileSync(join(folder, 'README.md.gotmpl'), template);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const chart = (name: string, values: string, more = '') => {
    mkdirSync(join(folder, name));
    const head = `apiVersion: v2\nname: ${name}\ndescription: About ${name}.\nversion: 1.2.3\n`;
    writeFileSync(join(folder, name, 'Chart.yaml'), head + more);
    writeFileSync(join(folder, name, 'values.yaml'), values);
  };
  const readme = async (name: string) => (await readmeFiles(folder, [name])).get(`${name}/README.md`) ?? '';
  const rows = async (name: string) => (await readme(name)).split('\n').filter((line) => line.startsWith('| `'));

  it('has a row for every explained value, in the order of the file', async () => {
    const values = `# -- What b is.\nb: null\n# -- What a is.\na:\n  # -- A part of it.\n  c: 1\n  d: 2\n`;
    chart('one', values, 'type: application\n');
    expect(await rows('one')).toEqual([
      '| `b` | `null` | What b is. |',
      '| `a` |  | What a is. |',
      '| `a.c` | `1` | A part of it. |',
    ]);
  });

  it('keeps signs of Markdown and HTML from being taken as such, and lines apart that are indented', async () => {
    chart('one', `# -- Either a | b:\n#   <name>: its meaning\nx: 'a|b'\n`, 'type: application\n');
    expect(await rows('one')).toEqual(['| `x` | `"a\\|b"` | Either a \\| b:<br>&lt;name>: its meaning |']);
  });

  it('tells how to install an application, how to use a library, and what an umbrella holds', async () => {
    chart('one', '{}\n', 'type: application\n');
    chart('lib', '{}\n', 'type: library\n');
    chart('all', '{}\n', 'type: application\ndependencies: [{name: one, version: 1.2.3, repository: file://../one}]\n');
    const installs = (text: string) => text.includes('helm install');
    expect(await readme('one')).toContain('--set image.registry=REGISTRY --set image.digest=sha256:…\n');
    expect(await readme('lib')).toContain('{{ include "lib.loader.service" . }}\n');
    expect(installs(await readme('lib'))).toBe(false);
    expect(await readme('all')).toContain('--set one.image.digest=sha256:…\n');
    expect(await readme('all')).toContain('[one](../one/README.md#values)');
  });

  it("takes a chart's own template in place of the shared one", async () => {
    chart('one', '{}\n');
    writeFileSync(join(folder, 'one/README.md.gotmpl'), '# {{ .Name }} {{ .Version }}\n');
    expect(await readme('one')).toBe('# one 1.2.3\n');
  });

  it('names no path of the machine', async () => {
    chart('one', '# -- A value.\na: 1\n');
    expect(await readme('one')).not.toContain(tmpdir());
  });

  it('fails on a template that helm-docs cannot use', async () => {
    chart('one', '{}\n');
    writeFileSync(join(folder, 'one/README.md.gotmpl'), '{{ .Name');
    await expect(readmeFiles(folder, ['one'])).rejects.toThrow('helm-docs: ');
  });
});
