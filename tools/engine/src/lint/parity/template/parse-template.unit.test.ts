import { lexTemplate } from './lex-template.ts';
import type { TemplateNode } from './parse-template.ts';
import { parseTemplate } from './parse-template.ts';

/** Branches as `keyword condition [body]`, actions as their text. */
function outline(nodes: readonly TemplateNode[]): unknown[] {
  return nodes.map((node) => {
    if (node.kind === 'action') return node.text;
    if (node.kind === 'define') return { [`define ${node.name}`]: outline(node.nodes) };
    return Object.fromEntries(
      node.branches.map(({ keyword, condition, nodes: body }) => [`${keyword} ${condition}`.trim(), outline(body)]),
    );
  });
}

const bodies = (template: string) => {
  const [block] = parseTemplate(template);
  if (block?.kind === 'action' || block?.kind === 'define' || !block) throw new Error('no block');
  return block.branches.map(({ bodyStart, bodyEnd }) => template.slice(bodyStart, bodyEnd));
};

describe('parseTemplate', () => {
  it.each<[string, string, unknown[]]>([
    ['nested blocks', '{{if a}}{{range b}}{{.}}{{end}}{{end}}', [{ 'if a': [{ 'range b': ['.'] }] }]],
    ['else if', '{{if a}}x{{else if b}}{{c}}{{else}}{{d}}{{end}}', [{ 'if a': [], 'else if b': ['c'], else: ['d'] }]],
    [
      'with and else with',
      '{{with a}}{{else with b}}{{.}}{{else}}{{c}}{{end}}',
      [{ 'with a': [], 'else with b': ['.'], else: ['c'] }],
    ],
    [
      'range with else',
      '{{range $i, $x := .a}}{{$x}}{{else}}{{b}}{{end}}',
      [{ 'range $i, $x := .a': ['$x'], else: ['b'] }],
    ],
    ['comments', '{{/* {{if a}} */}}{{- /* a }} b */ -}}{{a}}', ['a']],
    ['define', '{{define "a.b"}}{{if c}}{{end}}{{end}}', [{ 'define a.b': [{ 'if c': [] }] }]],
    ['block', '{{block "a" .x}}{{b}}{{end}}', [{ 'define a': ['b'] }]],
    ['trim markers', '{{- if a -}} {{- b -}} {{- end -}}', [{ 'if a': ['b'] }]],
    ['strings with braces', '{{printf "}} {{ \\" %s" `}}` \'}\'}}', ['printf "}} {{ \\" %s" `}}` \'}\'']],
    ['names that begin like keywords', '{{iffy .}}{{endless}}{{if.a}}{{end}}', ['iffy .', 'endless', { 'if .a': [] }]],
    ['a minus that is no marker', '{{-1}}{{- -1 -}}', ['-1', '-1']],
    ['break and continue', '{{range a}}{{if b}}{{break}}{{end}}{{continue}}{{end}}', [{ 'range a': [{ 'if b': [] }] }]],
  ])('reads %s', (_title, template, expected) => expect(outline(parseTemplate(template))).toEqual(expected));

  it('says where bodies begin and end', () => {
    expect(bodies('x{{ if a -}}1{{- else if b }} 2{{ if c }}3{{ end }}{{ else }}4{{ end }}y')).toEqual([
      '1',
      ' 2{{ if c }}3{{ end }}',
      '4',
    ]);
  });

  it('says where a condition stands', () => {
    const template = '\n{{- if  .a.b }}{{ end }}';
    const [block] = parseTemplate(template);
    const at = block?.kind === 'if' ? (block.branches[0]?.at ?? 0) : 0;
    expect(template.slice(at, at + 4)).toBe('.a.b');
  });

  it.each([
    ['{{if a}}', 'if without an end in line 1'],
    ['\n{{end}}', 'end without a beginning in line 2'],
    ['{{else}}', 'else without if, with or range in line 1'],
    ['{{if a}}{{else}}{{else}}{{end}}', 'else without if, with or range'],
    ['{{define "a"}}{{else}}{{end}}', 'else without if, with or range'],
    ['{{if a}}{{else range b}}{{end}}', '"else range b"'],
    ['{{define x}}{{end}}', 'define without a name'],
    ['{{ a', 'the action of line 1 does not end'],
    ['{{/* a', 'the comment of line 1 does not end'],
    ['\n\n{{ "a }}', 'the string of line 3 does not end'],
  ])('refuses %j', (template, message) => expect(() => parseTemplate(template)).toThrow(message));
});

describe('lexTemplate', () => {
  it('gives back the whole template', () => {
    const template = 'a {{- /* b */ -}} c{{ d }}\n{{- e -}}f';
    expect(
      lexTemplate(template)
        .map(({ start, end }) => template.slice(start, end))
        .join(''),
    ).toBe(template);
  });
});
