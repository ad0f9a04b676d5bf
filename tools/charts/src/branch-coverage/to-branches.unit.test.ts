import { STOP, toBranches } from './to-branches.ts';

const branches = (template: string) => toBranches('a.tpl', template);
const stop = `{{ fail "${STOP}" }}`;

describe('toBranches', () => {
  it('breaks each branch alone, and the else that is not written', () => {
    expect(branches('a\n{{- if .x }}1{{ else if .y -}}2{{ end }}')).toEqual([
      {
        file: 'a.tpl',
        line: 2,
        title: 'if .x',
        around: '',
        silenced: 'a\n{{- if .x }}{{ else if .y -}}2{{ end }}',
        stopped: `a\n{{- if .x }}${stop}1{{ else if .y -}}2{{ end }}`,
      },
      {
        file: 'a.tpl',
        line: 2,
        title: 'else if .y',
        around: '',
        silenced: 'a\n{{- if .x }}1{{ else if .y -}}{{ end }}',
        stopped: `a\n{{- if .x }}1{{ else if .y -}}${stop}2{{ end }}`,
      },
      {
        file: 'a.tpl',
        line: 2,
        title: 'no else if .y',
        around: '',
        silenced: 'a\n{{- if .x }}1{{ else if or true (.y) -}}2{{ end }}',
        stopped: `a\n{{- if .x }}1{{ else if .y -}}2{{ else }}${stop}{{ end }}`,
      },
    ]);
  });

  it('knows the else that is written', () => {
    expect(branches('{{ with .x }}1{{ else }}2{{ end }}').map(({ title, silenced }) => [title, silenced])).toEqual([
      ['with .x', '{{ with .x }}{{ else }}2{{ end }}'],
      ['else of with .x', '{{ with .x }}1{{ else }}{{ end }}'],
    ]);
  });

  it.each([
    ['{{ with .x | f }}{{ end }}', `{{ with (.x | f) | default "${STOP}" }}{{ end }}`],
    ['{{ with $a := .x }}{{ end }}', `{{ with $a := (.x) | default "${STOP}" }}{{ end }}`],
    ['{{ if and .x .y }}{{ end }}', '{{ if or true (and .x .y) }}{{ end }}'],
  ])('takes a branch that is not taken: %s', (template, expected) => {
    expect(branches(template).at(-1)?.silenced).toBe(expected);
  });

  it('knows what a branch stands in', () => {
    const template = '{{ define "a" }}{{ if .x }}{{ with .y }}{{ end }}{{ end }}{{ end }}';
    expect(branches(template).map(({ title, around }) => `${title}: ${around}`)).toEqual([
      'if .x: a',
      'no if .x: a',
      'with .y: a .x',
      'no with .y: a .x',
    ]);
  });

  it('finds blocks within blocks and defines, in the order of their lines', () => {
    const template = '{{ define "a" }}\n{{ range .x }}\n{{ if . }}{{ end }}\n{{ end }}\n{{ end }}';
    expect(branches(template).map(({ line, title }) => `${line} ${title}`)).toEqual([
      '2 range .x',
      '3 if .',
      '3 no if .',
    ]);
  });
});
