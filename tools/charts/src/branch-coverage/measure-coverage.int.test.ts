import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureTools } from '@slipway/toolchain';
import { measureCoverage } from './measure-coverage.ts';

jest.setTimeout(900_000); // Builds helm-unittest where it is not there yet.

const LIBRARY = `{{- define "lib.map" -}}
kind: ConfigMap
metadata: { name: a }
data:
  noticed: {{ if .Values.a }}on{{ else }}off{{ end }}
  unnoticed: {{ if .Values.b }}on{{ end }}
  {{- with .Values.c }}
  unreached: {{ . }}
  {{- end }}
{{- end -}}
`;
const SUITE = `suite: map
templates: [map.yaml]
tests:
  - it: is off
    set: { a: false, b: true }
    asserts: [{ equal: { path: data.noticed, value: off } }, { notExists: { path: data.unreached } }]
  - it: is on
    set: { a: true, b: false }
    asserts: [{ equal: { path: data.noticed, value: on } }]
  - it: refuses by its schema
    set: { a: text }
    asserts: [{ failedTemplate: { errorPattern: boolean } }]
`;

describe('measureCoverage', () => {
  let charts: string;
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(charts, file)), { recursive: true });
    writeFileSync(join(charts, file), text);
  };
  beforeEach(() => {
    charts = mkdtempSync(join(tmpdir(), 'slipway-coverage-'));
    write('lib/Chart.yaml', 'apiVersion: v2\nname: lib\nversion: 0.1.0\ntype: library\n');
    write('lib/templates/_map.tpl', LIBRARY);
    const dependency = '{ name: lib, version: 0.1.0, repository: "file://../lib" }';
    write('test/Chart.yaml', `apiVersion: v2\nname: test\nversion: 0.1.0\ndependencies: [${dependency}]\n`);
    write('test/values.schema.json', '{"properties":{"a":{"type":"boolean"}}}');
    write('test/templates/map.yaml', '{{ include "lib.map" . }}');
    write('test/tests/map_test.yaml', SUITE);
    mkdirSync(join(charts, 'test/charts'));
    symlinkSync('../../lib', join(charts, 'test/charts/lib'));
  });
  afterEach(() => rmSync(charts, { recursive: true, force: true }));

  const measure = async () => {
    const tools = await ensureTools(['helm-unittest']);
    const program = tools.path('helm-unittest');
    return measureCoverage({ charts, library: 'lib', testCharts: ['test'], program, env: tools.env });
  };

  it('names branches that no case comes by, and those that none looks at', async () => {
    const { branches, unreached, unnoticed } = await measure();
    const places = (found: typeof unreached) => found.map(({ line, title }) => `${line} ${title}`);
    expect({ branches, unreached: places(unreached), unnoticed: places(unnoticed) }).toEqual({
      branches: 6,
      unreached: ['7 with .Values.c'],
      unnoticed: ['6 if .Values.b', '6 no if .Values.b'],
    });
  });

  it('refuses suites that fail as they are', async () => {
    write('test/tests/map_test.yaml', SUITE.replace('value: off', 'value: away'));
    await expect(measure()).rejects.toThrow(/run the suites: they fail as they are.[^]*is off/);
  });
});
