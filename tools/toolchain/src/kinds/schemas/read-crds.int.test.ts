import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCrds } from './read-crds.ts';

describe('readCrds', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-crds-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads every definition of every YAML file and passes over the rest', () => {
    const crd = (kind: string) =>
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  names: { kind: ${kind} }\n`;
    writeFileSync(join(folder, 'b.yml'), crd('B'));
    writeFileSync(join(folder, 'a.yaml'), `---\n${crd('A')}---\nkind: ConfigMap\n---\n${crd('C')}---\n`);
    writeFileSync(join(folder, 'kustomization.yaml'), 'kind: Kustomization\n');
    writeFileSync(join(folder, 'README.md'), crd('X'));
    expect(readCrds(folder).map(({ spec }) => spec.names.kind)).toEqual(['A', 'C', 'B']);
  });
});
