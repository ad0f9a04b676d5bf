import { TemplateSyntaxError } from './lex-template.ts';

/** An operand or call within a pipeline. `at` is its offset in the text that was parsed. */
export type Expression =
  | { kind: 'dot'; at: number }
  | { kind: 'variable'; name: string; at: number }
  | { kind: 'string'; value: string; at: number }
  | { kind: 'literal'; text: string; at: number }
  | { kind: 'field'; of: Expression; names: string[]; at: number }
  /** A method of a value, for example `.Files.Get "x"`, has no name; the value is its first argument. */
  | { kind: 'call'; name: string; args: Expression[]; at: number }
  | { kind: 'pipe'; pipeline: Pipeline; at: number };

/** Commands between bars; the result of each is the last argument of the next. */
export interface Pipeline {
  /** `$a := …`, `$a = …`, or `$key, $value := …` of a range. */
  assign?: { names: string[]; isNew: boolean };
  commands: Expression[];
}

type Piece = {
  kind: 'space' | 'string' | 'raw' | 'char' | 'variable' | 'field' | 'word' | 'mark';
  text: string;
  at: number;
};

const PIECES: [Piece['kind'], RegExp][] = [
  ['space', /\s+/y],
  ['string', /"(?:[^"\\]|\\.)*"/y],
  ['raw', /`[^`]*`/y],
  ['char', /'(?:[^'\\]|\\.)*'/y],
  ['mark', /:=|[=,|()]/y],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['field', /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['word', /\.|[-+]?[\p{L}\p{Nd}_]+(?:\.\d+)?/uy],
];

/** Reads one pipeline. Throws a TemplateSyntaxError for what is none. Pure. */
export function parsePipeline(text: string): Pipeline {
  const pieces = toPieces(text);
  let at = 0;
  const skip = () => {
    while (pieces[at]?.kind === 'space') at += 1;
  };
  const isMark = (mark: string) => pieces[at]?.kind === 'mark' && pieces[at]?.text === mark;

  const parseAssign = (): Pipeline['assign'] => {
    const start = at;
    const names: string[] = [];
    for (;;) {
      skip();
      const piece = pieces[at];
      if (piece?.kind !== 'variable') break;
      names.push(piece.text);
      at += 1;
      skip();
      if (isMark(',')) at += 1;
      else if (isMark(':=') || isMark('=')) {
        const isNew = isMark(':=');
        at += 1;
        return { names, isNew };
      } else break;
    }
    at = start;
    return undefined;
  };

  const parseOperand = (): Expression => {
    const piece = pieces[at];
    if (!piece) throw new TemplateSyntaxError(`read the pipeline "${text}": an operand is missing.`);
    let operand: Expression;
    if (isMark('(')) {
      at += 1;
      operand = { kind: 'pipe', pipeline: parseCommands(), at: piece.at };
      skip();
      if (!isMark(')')) throw new TemplateSyntaxError(`read the pipeline "${text}": a parenthesis does not end.`);
      at += 1;
    } else if (piece.kind === 'field') {
      operand = { kind: 'dot', at: piece.at };
    } else {
      at += 1;
      operand = toOperand(piece, text);
    }
    const names: string[] = [];
    while (pieces[at]?.kind === 'field') {
      names.push((pieces[at] as Piece).text.slice(1));
      at += 1;
    }
    return names.length === 0 ? operand : { kind: 'field', of: operand, names, at: piece.at };
  };

  const parseCommand = (): Expression => {
    skip();
    const first = parseOperand();
    const args: Expression[] = [];
    for (skip(); at < pieces.length && !isMark('|') && !isMark(')'); skip()) args.push(parseOperand());
    if (first.kind === 'call') return { ...first, args };
    return args.length === 0 ? first : { kind: 'call', name: '', args: [first, ...args], at: first.at };
  };

  const parseCommands = (): Pipeline => {
    const assign = parseAssign();
    const commands = [parseCommand()];
    for (skip(); isMark('|'); skip()) {
      at += 1;
      commands.push(parseCommand());
    }
    return { ...(assign ? { assign } : {}), commands };
  };

  const pipeline = parseCommands();
  if (at < pieces.length)
    throw new TemplateSyntaxError(`read the pipeline "${text}": "${pieces[at]?.text}" is unexpected.`);
  return pipeline;
}

function toPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length;) {
    const found = PIECES.map(([kind, pattern]) => {
      pattern.lastIndex = at;
      return { kind, text: pattern.exec(text)?.[0] };
    }).find((piece) => piece.text !== undefined);
    if (found?.text === undefined)
      throw new TemplateSyntaxError(`read the pipeline "${text}": "${text.charAt(at)}" is unexpected.`);
    pieces.push({ kind: found.kind, text: found.text, at });
    at += found.text.length;
  }
  return pieces;
}

function toOperand({ kind, text, at }: Piece, whole: string): Expression {
  if (kind === 'string') return { kind: 'string', value: unquote(text), at };
  if (kind === 'raw') return { kind: 'string', value: text.slice(1, -1), at };
  if (kind === 'variable') return { kind: 'variable', name: text, at };
  if (kind === 'char' || /^[-+]?\d/.test(text) || ['true', 'false', 'nil'].includes(text))
    return { kind: 'literal', text, at };
  if (text === '.') return { kind: 'dot', at };
  if (kind === 'word') return { kind: 'call', name: text, args: [], at };
  throw new TemplateSyntaxError(`read the pipeline "${whole}": "${text}" is unexpected.`);
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1); // An escape that only Go knows.
  }
}
