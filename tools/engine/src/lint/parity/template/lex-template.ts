/** A template that cannot be read as one. */
export class TemplateSyntaxError extends Error {
  /** Path of the template within its chart, as far as it is known. */
  file?: string;
}

/** One piece of a template: text, a comment, or an action without its braces and trim markers. */
export interface TemplateToken {
  kind: 'text' | 'comment' | 'action';
  /** What stands between the braces, trimmed; of text and comments everything. */
  text: string;
  /** Offset of `text` in the template. */
  at: number;
  /** Offsets of the whole piece, braces included. */
  start: number;
  end: number;
}

/** Cuts a Go template into its pieces. Throws a TemplateSyntaxError where an action, comment or string does not end. Pure. */
export function lexTemplate(template: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{{', at);
    const textEnd = open === -1 ? template.length : open;
    if (textEnd > at) tokens.push({ kind: 'text', text: template.slice(at, textEnd), at, start: at, end: textEnd });
    if (open === -1) break;
    const inner = /^-\s/.test(template.slice(open + 2, open + 4)) ? open + 3 : open + 2;
    const isComment = /^\s*\/\*/.test(template.slice(inner));
    const close = isComment ? endOfComment(template, inner) : endOfAction(template, inner);
    const raw = template.slice(inner, close).replace(/\s-$/, '');
    const lead = raw.length - raw.trimStart().length;
    tokens.push({
      kind: isComment ? 'comment' : 'action',
      text: raw.trim(),
      at: inner + lead,
      start: open,
      end: close + 2,
    });
    at = close + 2;
  }
  return tokens;
}

/** Line of an offset, from 1 on. */
export function lineAt(template: string, offset: number): number {
  let line = 1;
  for (let at = template.indexOf('\n'); at !== -1 && at < offset; at = template.indexOf('\n', at + 1)) line += 1;
  return line;
}

function endOfComment(template: string, from: number): number {
  const end = template.indexOf('*/', from);
  const close = end === -1 ? -1 : template.indexOf('}}', end);
  if (close === -1)
    throw new TemplateSyntaxError(`read the template: the comment of line ${lineAt(template, from)} does not end.`);
  return close;
}

/** Offset of the closing braces; those within strings are none. */
function endOfAction(template: string, from: number): number {
  for (let at = from; at < template.length; at += 1) {
    const character = template.charAt(at);
    if (character === '}' && template.charAt(at + 1) === '}') return at;
    if (character === '"' || character === "'" || character === '`') at = endOfString(template, at, character);
  }
  throw new TemplateSyntaxError(`read the template: the action of line ${lineAt(template, from)} does not end.`);
}

function endOfString(template: string, from: number, quote: string): number {
  for (let at = from + 1; at < template.length; at += 1) {
    const character = template.charAt(at);
    if (character === '\\' && quote !== '`') at += 1;
    else if (character === quote) return at;
  }
  throw new TemplateSyntaxError(`read the template: the string of line ${lineAt(template, from)} does not end.`);
}
