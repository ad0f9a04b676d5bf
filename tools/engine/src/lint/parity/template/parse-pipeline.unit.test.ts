import type { Expression, Pipeline } from './parse-pipeline.ts';
import { parsePipeline } from './parse-pipeline.ts';

/** The pipeline with every call in parentheses. */
function show({ assign, commands }: Pipeline): string {
  const target = assign ? `${assign.names.join(',')} ${assign.isNew ? ':=' : '='} ` : '';
  return target + commands.map(showExpression).join(' | ');
}

function showExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'dot':
      return '.';
    case 'variable':
      return expression.name;
    case 'string':
      return JSON.stringify(expression.value);
    case 'literal':
      return expression.text;
    case 'field':
      return `${showExpression(expression.of)}→${expression.names.join('→')}`;
    case 'call':
      return `(${[expression.name || 'method', ...expression.args.map(showExpression)].join(' ')})`;
    case 'pipe':
      return `<${show(expression.pipeline)}>`;
  }
}

describe('parsePipeline', () => {
  it.each([
    ['.', '.'],
    ['.a.b', '.→a→b'],
    ['$', '$'],
    ['$.Values.a', '$→Values→a'],
    ['$x.a', '$x→a'],
    ['f .a $b "c" `d` 1 -2.5 true nil', '(f .→a $b "c" "d" 1 -2.5 true nil)'],
    ['.a | default "x" | quote', '.→a | (default "x") | (quote)'],
    ['$a := f .', '$a := (f .)'],
    ['$a = .b', '$a = .→b'],
    ['$i, $x := .a', '$i,$x := .→a'],
    ['(f .a).b.c', '<(f .→a)>→b→c'],
    ['f (g . | h) dict', '(f <(g .) | (h)> (dict))'],
    ['.Files.Get "a"', '(method .→Files→Get "a")'],
    ['f "a\\"}} {{"', '(f "a\\"}} {{")'],
    ["f 'x'", "(f 'x')"],
    ['f\n  (g .)', '(f <(g .)>)'],
  ])('reads %j', (text, expected) => expect(show(parsePipeline(text))).toBe(expected));

  it.each([
    ['(a', 'a parenthesis does not end'],
    ['a)', '")" is unexpected'],
    ['a |', 'an operand is missing'],
    ['a # b', '"#" is unexpected'],
  ])('refuses %j', (text, message) => expect(() => parsePipeline(text)).toThrow(message));
});
