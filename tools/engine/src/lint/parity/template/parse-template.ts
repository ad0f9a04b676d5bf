import type { TemplateToken } from './lex-template.ts';
import { lexTemplate, lineAt, TemplateSyntaxError } from './lex-template.ts';

/** An action that prints, assigns or calls. */
export interface ActionNode {
  kind: 'action';
  /** The pipeline. */
  text: string;
  /** Offset of the pipeline in the template. */
  at: number;
}

/** One way through an `if`, `with` or `range`. */
export interface TemplateBranch {
  keyword: 'if' | 'with' | 'range' | 'else if' | 'else with' | 'else';
  /** What decides; empty for a plain `else`. */
  condition: string;
  /** Offset of the condition in the template. */
  at: number;
  /** Offsets of the action that opens the branch, braces included, and of the body. */
  start: number;
  bodyStart: number;
  bodyEnd: number;
  nodes: TemplateNode[];
}

/** An `if`, `with` or `range` with all its branches. */
export interface BlockNode {
  kind: 'if' | 'with' | 'range';
  branches: TemplateBranch[];
}

/** A named template, by `define` or `block`. */
export interface DefineNode {
  kind: 'define';
  name: string;
  nodes: TemplateNode[];
  /** What a `block` is called with at its place. */
  call?: ActionNode;
}

/** Any piece of a template that does something. */
export type TemplateNode = ActionNode | BlockNode | DefineNode;

/**
 * Reads a Go template into its actions and blocks; text and comments are left out. Throws a TemplateSyntaxError for blocks that
 * do not fit together. Pure.
 */
export function parseTemplate(template: string): TemplateNode[] {
  const root: TemplateNode[] = [];
  const open: { block: BlockNode | DefineNode; nodes: TemplateNode[]; start: number }[] = [];
  const fail = (what: string, { start }: { start: number }): never => {
    throw new TemplateSyntaxError(`read the template: ${what} in line ${lineAt(template, start)}.`);
  };
  const top = () => open.at(-1)?.nodes ?? root;
  for (const token of lexTemplate(template)) {
    if (token.kind !== 'action') continue;
    const [keyword = '', rest] = splitKeyword(token.text);
    if (keyword === 'if' || keyword === 'with' || keyword === 'range') {
      const branch = toBranch(keyword, token, rest);
      const block: BlockNode = { kind: keyword, branches: [branch] };
      top().push(block);
      open.push({ block, nodes: branch.nodes, start: token.start });
    } else if (keyword === 'define' || keyword === 'block') {
      const name = /^"((?:[^"\\]|\\.)*)"|^`([^`]*)`/.exec(rest);
      if (!name) return fail(`${keyword} without a name`, token);
      const block: DefineNode = { kind: 'define', name: name[1] ?? name[2] ?? '', nodes: [] };
      const argument = rest.slice(name[0].length).trim();
      if (keyword === 'block') {
        const at = token.at + token.text.length - argument.length;
        block.call = { kind: 'action', text: `template "${block.name}" ${argument}`, at };
      }
      top().push(block);
      open.push({ block, nodes: block.nodes, start: token.start });
    } else if (keyword === 'else') {
      const holder = open.at(-1);
      const last = holder?.block.kind === 'define' ? undefined : holder?.block.branches.at(-1);
      if (!holder || holder.block.kind === 'define' || !last || last.keyword === 'else') {
        return fail('else without if, with or range', token);
      }
      last.bodyEnd = token.start;
      const [chained = '', condition] = splitKeyword(rest);
      if (rest !== '' && chained !== 'if' && chained !== 'with') return fail(`"else ${rest}"`, token);
      const branch = toBranch(rest === '' ? 'else' : `else ${chained as 'if' | 'with'}`, token, condition);
      holder.block.branches.push(branch);
      holder.nodes = branch.nodes;
    } else if (keyword === 'end') {
      const holder = open.pop();
      if (!holder) return fail('end without a beginning', token);
      const last = holder.block.kind === 'define' ? undefined : holder.block.branches.at(-1);
      if (last) last.bodyEnd = token.start;
    } else if (token.text !== '' && keyword !== 'break' && keyword !== 'continue') {
      top().push({ kind: 'action', text: token.text, at: token.at });
    }
  }
  const left = open.at(-1);
  return left ? fail(`${left.block.kind} without an end`, left) : root;
}

function splitKeyword(text: string): [keyword: string, rest: string] {
  const keyword = /^[a-z]+(?!\w)/.exec(text)?.[0] ?? '';
  return [keyword, text.slice(keyword.length).trim()];
}

function toBranch(keyword: TemplateBranch['keyword'], token: TemplateToken, condition: string): TemplateBranch {
  return {
    keyword,
    condition,
    at: token.at + token.text.length - condition.length,
    start: token.start,
    bodyStart: token.end,
    bodyEnd: token.end,
    nodes: [],
  };
}
