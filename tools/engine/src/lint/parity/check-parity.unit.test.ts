import { checkParity } from './check-parity.ts';
import type { ParityChart } from './parity-chart.ts';

const chart = (files: Record<string, string>, more: Partial<ParityChart> = {}): ParityChart => ({
  name: 'web',
  isLibrary: false,
  dependencies: [],
  ...more,
  files,
});

/** Findings as `rule file:line key`. */
const check = async (subject: ParityChart, of?: string) =>
  (await checkParity(subject, of === undefined ? {} : { of })).map(
    ({ rule, file, line, key, nearest }) => `${rule} ${file}:${line} ${key}${nearest ? ` ~${nearest}` : ''}`,
  );

const VALUES = `
replicas: 1
image:
  repository: web
  tag: v1
`;

describe('checkParity', () => {
  it('names a key that no template reads, with the one that is meant', async () => {
    const template = '{{ .Values.replica }} {{ .Values.image.repository }}:{{ .Values.image.tag }}';
    expect(await checkParity(chart({ 'values.yaml': VALUES, 'templates/a.yaml': template }))).toEqual([
      {
        rule: 'undeclared-value',
        file: 'templates/a.yaml',
        line: 1,
        key: 'replica',
        nearest: 'replicas',
        message: 'templates/a.yaml reads replica, which values.yaml does not declare.',
        fix: 'Did you mean replicas? Else declare replica in values.yaml.',
      },
      {
        rule: 'unused-value',
        file: 'values.yaml',
        line: 2,
        key: 'replicas',
        nearest: 'replica',
        message: 'values.yaml declares replicas, and no template reads it.',
        fix: 'Did you mean replica? Else take it out of values.yaml.',
      },
    ]);
  });

  it('says what to do about a key that is like no other', async () => {
    const [undeclared, unused] = await checkParity(
      chart({ 'values.yaml': 'aaaaaa: 1', 'templates/a.yaml': '\n{{ .Values.zzzzzz.x }}' }),
    );
    expect(undeclared).toMatchObject({ line: 2, key: 'zzzzzz.x', fix: 'Declare zzzzzz in values.yaml.' });
    expect(unused).toMatchObject({ line: 1, fix: 'Read it in a template, or take it out of values.yaml.' });
  });

  it('names a map once when nothing in it is read', async () => {
    const values = 'a:\n  b: 1\n  c: { d: 2 }\n';
    expect(await check(chart({ 'values.yaml': values, 'templates/a.yaml': '' }))).toEqual([
      'unused-value values.yaml:1 a',
    ]);
  });

  it.each<[string, string]>([
    ['toYaml of the whole', '{{ toYaml .Values.a }}'],
    ['a pipeline', '{{ .Values.a | default dict | toYaml | nindent 2 }}'],
    ['with', '{{ with .Values.a }}{{ .b }}{{ .c }}{{ end }}'],
    ['with and a variable', '{{ with $x := .Values.a }}{{ $x.b }}{{ $.Values.a.c }}{{ end }}'],
    ['else with', '{{ with .Values.a.c }}{{ . }}{{ else with .Values.a }}{{ .b }}{{ end }}'],
    ['a variable', '{{ $a := .Values.a }}{{ $a.b }}{{ $a.c }}'],
    ['a variable set later', '{{ $a := dict }}{{ if true }}{{ $a = .Values.a }}{{ end }}{{ $a.b }}{{ $a.c }}'],
    ['get', '{{ get .Values.a "b" }}{{ get (get .Values "a") "c" }}'],
    ['index', '{{ index .Values "a" "b" }}{{ (index .Values "a").c }}'],
    ['dig', '{{ dig "a" "b" "x" .Values }}{{ dig "c" "" .Values.a }}'],
    ['pick', '{{ pick .Values.a "b" "c" | toYaml }}'],
    ['hasKey', '{{ if hasKey .Values.a "b" }}{{ .Values.a.c }}{{ end }}'],
    ['conditions', '{{ if and .Values.a.b (not .Values.a.c) }}{{ end }}'],
    ['range over a map', '{{ range $key, $value := .Values.a }}{{ $key }}={{ $value }}{{ end }}'],
    ['range over names', '{{ range $name := list "b" "c" }}{{ get $.Values.a $name }}{{ end }}'],
    ['names that are put together', '{{ range list "b" "c" }}{{ get $.Values.a (printf "%s" .) }}{{ end }}'],
    ['a named template', '{{ define "t" }}{{ .b }}{{ .c }}{{ end }}{{ include "t" .Values.a }}'],
    [
      'a named template with a list',
      '{{ define "t" }}{{ $x := index . 1 }}{{ $x.b }}{{ $x.c }}{{ end }}{{ include "t" (list . .Values.a) }}',
    ],
    [
      'a named template with a map',
      '{{ define "t" }}{{ .of.b }}{{ .top.Values.a.c }}{{ end }}{{ template "t" (dict "of" .Values.a "top" $) }}',
    ],
    ['a block', '{{ block "t" .Values.a }}{{ .b }}{{ .c }}{{ end }}'],
    ['a copy laid over a map', '{{ $x := merge (dict "z" 1) (deepCopy .Values.a) }}{{ $x.b }}{{ $x.c }}'],
    [
      'a map filled entry by entry',
      '{{ $x := dict }}{{ range $k, $v := .Values.a }}{{ $_ := set $x $k $v }}{{ end }}{{ $x.b }}{{ $x.c }}',
    ],
    ['a list', '{{ $x := list }}{{ $x = append $x .Values.a }}{{ range $x }}{{ .b }}{{ .c }}{{ end }}'],
    ['coalesce and ternary', '{{ (coalesce .Values.a dict).b }}{{ (ternary .Values.a dict true).c }}'],
    ['tpl', '{{ tpl (toYaml .Values.a) . }}'],
    ['a name made of a value', '{{ $x := dict }}{{ $_ := set $x .Values.a.b 1 }}{{ get $x .Values.a.c }}'],
  ])('follows %s', async (_title, template) => {
    const files = { 'values.yaml': 'a:\n  b: 1\n  c: 2\n', 'templates/a.yaml': template };
    expect(await check(chart(files))).toEqual([]);
    const mistyped = { ...files, 'values.yaml': 'a:\n  b: 1\n  c: 2\nother: 3\n' };
    expect(await check(chart(mistyped))).toEqual(['unused-value values.yaml:4 other']);
  });

  it.each([
    ['with', '{{ with .Values.a }}{{ .bb }}{{ end }}'],
    ['a variable', '{{ $a := .Values.a }}{{ $a.bb }}'],
    ['get', '{{ get .Values.a "bb" }}'],
    ['index', '{{ index .Values "a" "bb" }}'],
    ['a named template', '{{ define "t" }}{{ .bb }}{{ end }}{{ include "t" .Values.a }}'],
  ])('notices a typo behind %s', async (_title, template) => {
    const files = { 'values.yaml': 'a:\n  b: 1\n', 'templates/a.yaml': template };
    expect(await check(chart(files))).toContain('undeclared-value templates/a.yaml:1 a.bb ~a.b');
  });

  it('takes a question whether a map is there for no use of what is in it', async () => {
    const files = {
      'values.yaml': 'a:\n  b: 1\n  c: 1\n',
      'templates/a.yaml': '{{ if .Values.a }}{{ .Values.a.b }}{{ end }}',
    };
    expect(await check(chart(files))).toEqual(['unused-value values.yaml:3 a.c ~a.b']);
  });

  it('asks nothing of what lies in lists and empty maps', async () => {
    const template =
      '{{ range .Values.hosts }}{{ .host }}{{ range .paths }}{{ .path }}{{ end }}{{ end }}{{ .Values.more.x }}';
    expect(
      await check(chart({ 'values.yaml': 'hosts: [{ name: a }]\nmore: {}\n', 'templates/a.yaml': template })),
    ).toEqual([]);
  });

  it('takes a key that stands in a comment among the others for declared', async () => {
    const files = {
      'values.yaml': 'a:\n  b: 1\n  # c: 2\n',
      'templates/a.yaml': '{{ .Values.a.b }}{{ .Values.a.c }}{{ .Values.a.d }}',
    };
    expect(await check(chart(files))).toEqual(['undeclared-value templates/a.yaml:1 a.d ~a.b']);
  });

  it('leaves globals, conditions and the values of charts below to their owners', async () => {
    const redis = chart({ 'values.yaml': 'x: 1' }, { name: 'redis', alias: 'cache' });
    const files = {
      'values.yaml': 'global: { a: 1 }\ncache: { x: 2 }\nswitch: { on: true }\n',
      'templates/a.yaml': '{{ .Values.global.b }}',
    };
    expect(await check(chart(files, { dependencies: [redis], conditions: ['switch.on'] }))).toEqual([]);
  });

  it('finds the values that texts in values read', async () => {
    const files = { 'values.yaml': 'a: "{{ .Values.b }}"\nb: 1\n', 'templates/a.yaml': '{{ tpl .Values.a . }}' };
    expect(await check(chart(files))).toEqual([]);
  });

  it('does not look at what only looks like a template', async () => {
    const files = { 'values.yaml': 'a: 1', 'templates/a.yaml': '{{ .Values.a }}', 'templates/b.md': '{{ .Values.x }}' };
    expect(await check(chart(files))).toEqual([]);
  });

  it('takes a chart without values for one that declares none', async () => {
    const expected = ['undeclared-value templates/a.yaml:1 x'];
    for (const files of [{}, { 'values.yaml': '# none\n' }, { 'values.yaml': '{}\n' }]) {
      expect(await check(chart({ ...files, 'templates/a.yaml': '{{ .Values.x }}' }))).toEqual(expected);
    }
  });

  it('takes the keys that a map merges in for declared', async () => {
    const files = {
      'values.yaml': 'a: &a { k: 1 }\nb:\n  <<: *a\n',
      'templates/a.yaml': '{{ .Values.a.k }}{{ .Values.b.k }}',
    };
    expect(await check(chart(files))).toEqual([]);
  });

  it('reads keys of any letters', async () => {
    expect(
      await check(chart({ 'values.yaml': 'größe: 1\n', 'templates/a.yaml': '{{ .Values.größe }}{{ .Values.länge }}' })),
    ).toEqual(['undeclared-value templates/a.yaml:1 länge']);
  });

  describe('says that it was not checked', () => {
    const calls = (times: number, what: (index: number) => string) =>
      Array.from({ length: times }, (_, index) => what(index)).join('');
    it.each([
      ['a template that cannot be read', { 'templates/a.yaml': '{{ if }' }, 'templates/a.yaml'],
      ['a pipeline that cannot be read', { 'templates/a.yaml': '{{ .Values.a # }}' }, 'templates/a.yaml'],
      ['values that cannot be read', { 'values.yaml': 'a: [' }, 'values.yaml'],
      [
        'templates that double their calls at every level',
        {
          'templates/a.yaml': `${calls(30, (it) => `{{ define "t${it}" }}${`{{ include "t${it + 1}" (list . (dict "x" 1)) }}`.repeat(2)}{{ end }}`)}{{ include "t0" . }}`,
        },
        'templates',
      ],
      [
        'loops in loops without end',
        { 'templates/a.yaml': `${'{{ range .Values.a }}'.repeat(30)}{{ .Values.a }}${'{{ end }}'.repeat(30)}` },
        'templates',
      ],
      [
        'templates that all call each other',
        {
          'templates/a.yaml': `${calls(8, (it) => `{{ define "t${it}" }}${calls(8, (other) => `{{ include "t${other}" (dict "p${it}" .) }}`)}{{ end }}`)}{{ include "t0" . }}`,
        },
        'templates',
      ],
      [
        'blocks in blocks by the thousand',
        { 'templates/a.yaml': `${'{{ if .Values.a }}'.repeat(20_000)}${'{{ end }}'.repeat(20_000)}` },
        'templates',
      ],
    ])('of %s', async (_title, files, file) => {
      expect(await check(chart({ 'values.yaml': 'a: 1', ...files }))).toEqual([`not-checked ${file}:1 `]);
    });
  });

  it('does not follow a path that is made at run time', async () => {
    const walk =
      '{{ $v := .Values }}{{ range splitList "." "a.b" }}{{ $v = get $v . }}{{ end }}{{ if $v }}{{ $v }}{{ end }}';
    expect(await check(chart({ 'values.yaml': 'a: { b: 1 }', 'templates/a.yaml': walk }))).toEqual([
      'unused-value values.yaml:1 a',
    ]);
  });

  it('calls every named template that a name made at run time may mean', async () => {
    const template =
      '{{ range splitList "," "x,y" }}{{ include (printf "part.%s" .) $ }}{{ end }}{{ define "part.x" }}{{ .Values.a.b }}{{ end }}{{ define "part.y" }}{{ .Values.a.z }}{{ end }}{{ define "other" }}{{ .Values.a.c }}{{ end }}';
    expect(await check(chart({ 'values.yaml': 'a: { b: 1, c: 1 }', 'templates/a.yaml': template }))).toEqual([
      'undeclared-value templates/a.yaml:1 a.z ~a.b',
      'unused-value values.yaml:1 a.c ~a.b',
    ]);
  });

  it('says of no key that it is unused where it cannot tell what is called', async () => {
    const template = '{{ include (first (splitList "," "x")) . }}{{ define "x" }}{{ .Values.a }}{{ end }}';
    expect(await check(chart({ 'values.yaml': 'a: 1\nb: 2\n', 'templates/a.yaml': template }))).toEqual([
      'unused-not-checked templates/a.yaml:1 ',
    ]);
  });

  it('still looks for unused keys where a template is called by its file', async () => {
    const template = '{{ include (print $.Template.BasePath "/b.yaml") . | sha256sum }}';
    const files = {
      'values.yaml': 'a: 1\nb: 2\n',
      'templates/a.yaml': template,
      'templates/b.yaml': '{{ .Values.a }}',
    };
    expect(await check(chart(files))).toEqual(['unused-value values.yaml:2 b ~a']);
  });

  it('does not take a changed copy for the original', async () => {
    const template =
      '{{ $a := dict "x" .Values.a }}{{ $b := deepCopy $a }}{{ $_ := set $b "x" .Values.b }}{{ $a.x.y }}{{ $b.x.z }}';
    const files = { 'values.yaml': 'a: { y: 1 }\nb: { y: 1, z: 1 }\n', 'templates/a.yaml': template };
    expect(await check(chart(files))).toContain('unused-value values.yaml:2 b.y ~b.z');
  });

  describe('of a library', () => {
    const library = (template: string) =>
      chart(
        {
          'values.yaml': 'size: 1\nport: 80\n',
          'templates/_all.tpl': `{{ define "all" }}{{ $svc := dict }}{{ range list .Values.lib .Values }}{{ include "copy" (list $svc .) }}{{ end }}{{ include "one" (dict "svc" $svc) }}{{ end }}{{ define "copy" }}{{ $to := index . 0 }}{{ range $k, $v := index . 1 }}{{ $_ := set $to $k $v }}{{ end }}{{ end }}{{ define "one" }}${template}{{ end }}`,
        },
        { name: 'lib', isLibrary: true },
      );
    const user = (template: string, values = 'size: 2\n') =>
      chart(
        { 'values.yaml': values, 'templates/a.yaml': '{{ include "all" . }}' },
        { dependencies: [library(template)] },
      );

    it('counts its templates as readers of the values of the chart that depends on it', async () => {
      expect(await check(user('{{ .svc.size }}{{ .svc.port }}'))).toEqual([]);
      expect(await check(user('{{ .svc.size }}', 'size: 2\nsizes: 3\n'))).toEqual([
        'unused-value values.yaml:2 sizes ~size',
      ]);
    });

    it('is held against its own values through the chart that tests it', async () => {
      expect(await check(user('{{ .svc.size }}{{ .svc.prt }}'), 'lib')).toEqual([
        'undeclared-value templates/_all.tpl:1 prt ~port',
        'unused-value values.yaml:2 port ~prt',
      ]);
    });
  });

  describe('against the schema', () => {
    const schema = JSON.stringify(
      {
        additionalProperties: false,
        properties: {
          a: { type: 'object', properties: { b: { type: 'integer' }, c: {} } },
          probe: { $ref: '#/definitions/probe' },
          more: {
            type: 'object',
            additionalProperties: { type: 'object', additionalProperties: false, properties: { x: {} } },
          },
        },
        definitions: { probe: { type: 'object', properties: { http: {}, tcp: {} } } },
      },
      null,
      1,
    );
    const template = '{{ toYaml .Values }}';

    it('reads schemas that refer to themselves and patterns that only Go knows', async () => {
      const node = { $ref: '#/definitions/node' };
      const schema = {
        ...node,
        definitions: {
          node: {
            properties: { a: node, b: node },
            anyOf: [node, { allOf: [node, node] }],
            patternProperties: { '(?i)^x': {} },
          },
        },
      };
      const files = { 'values.yaml': 'a: { b: { a: 1 } }\n', 'templates/a.yaml': '{{ .Values.a.b.a }}' };
      expect(await check(chart({ ...files, 'values.schema.json': JSON.stringify(schema) }))).toEqual([]);
    });

    it('names keys that only one of them knows, with the one that is meant', async () => {
      const values = 'a:\n  b: 1\n  cc: 2\nprobe: { http: 1 }\nmore: {}\n';
      expect(
        await check(chart({ 'values.yaml': values, 'values.schema.json': schema, 'templates/a.yaml': template })),
      ).toEqual([
        'schema-without-value values.schema.json:10 a.c ~a.cc',
        'value-without-schema values.yaml:3 a.cc ~a.c',
      ]);
    });

    it('knows below an empty map what the schema says', async () => {
      const values = 'a: { b: 1, c: 2 }\nprobe: { http: 1 }\nmore: {}\n';
      const read =
        '{{ toYaml .Values }}{{ range .Values.more }}{{ .x }}{{ .y }}{{ end }}{{ hasKey .Values.probe "tcp" }}';
      expect(
        await check(chart({ 'values.yaml': values, 'values.schema.json': schema, 'templates/a.yaml': read })),
      ).toEqual(['undeclared-value templates/a.yaml:1 more.*.y']);
    });
  });
});
