import type { BlockNode, TemplateNode } from '@slipway/engine';
import { lineAt, parseTemplate } from '@slipway/engine';

/** One way through an `if`, `with` or `range` of a template, and two copies of the template in which it is broken. */
export interface Branch {
  /** Path of the template. */
  file: string;
  /** Line of the action that decides, from 1 on. */
  line: number;
  /** The branch in words, for example `else of if .Values.a`. */
  title: string;
  /** Names of the defines and conditions of the blocks that it stands in, from outside to inside. */
  around: string;
  /** The branch does nothing, or is taken where it must not be: a test that looks at its result fails. */
  silenced: string;
  /** The branch stops the render: any test that comes by fails. */
  stopped: string;
}

/** What the render says when a branch stops it. */
export const STOP = 'slipway-branch-reached';

/**
 * Every branch of a template, also the `else` that is not written of an `if` or `with`. A loop that turns no time is
 * none where nothing is written for it, nor is a `define`: it is reached by its name. Throws a TemplateSyntaxError. Pure.
 */
export function toBranches(file: string, template: string): Branch[] {
  return blocksIn(parseTemplate(template))
    .flatMap(({ block, around }) => branchesOf(block, around, file, template))
    .sort((a, b) => a.line - b.line);
}

function branchesOf(block: BlockNode, around: string, file: string, template: string): Branch[] {
  const put = (text: string, from: number, to = from) => template.slice(0, from) + text + template.slice(to);
  const words = (text: string) => text.replace(/\s+/g, ' ');
  const branches = block.branches.map(({ keyword, condition, start, bodyStart, bodyEnd }) => ({
    file,
    line: lineAt(template, start),
    title: words(keyword === 'else' ? `else of ${headOf(block)}` : `${keyword} ${condition}`),
    around,
    silenced: put('', bodyStart, bodyEnd),
    stopped: put(`{{ fail "${STOP}" }}`, bodyStart),
  }));
  const last = block.branches.at(-1);
  if (!last || last.keyword === 'else' || last.keyword === 'range') return branches;
  const { at, condition, start, bodyEnd } = last;
  return [
    ...branches,
    {
      file,
      line: lineAt(template, start),
      title: words(`no ${last.keyword} ${condition}`),
      around,
      silenced: put(alwaysTaken(last.keyword, condition), at, at + condition.length),
      stopped: put(`{{ else }}{{ fail "${STOP}" }}`, bodyEnd),
    },
  ];
}

function headOf(block: BlockNode): string {
  return `${block.kind} ${block.branches[0]?.condition ?? ''}`;
}

/** A condition that holds where the given one does not; what is there then is of no use to the body. */
function alwaysTaken(keyword: string, condition: string): string {
  const [, assign = '', pipeline = ''] = /^((?:\$\w*\s*,\s*)?\$\w*\s*:?=\s*)?([\s\S]*)$/.exec(condition) ?? [];
  return keyword.endsWith('with') ? `${assign}(${pipeline}) | default "${STOP}"` : `or true (${pipeline})`;
}

/** A block and what it stands in. */
interface PlacedBlock {
  block: BlockNode;
  around: string;
}

function blocksIn(nodes: readonly TemplateNode[], around = ''): PlacedBlock[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'action') return [];
    if (node.kind === 'define') return blocksIn(node.nodes, node.name);
    const within = node.branches.flatMap(({ condition, nodes: inner }) => blocksIn(inner, `${around} ${condition}`));
    return [{ block: node, around }, ...within];
  });
}
