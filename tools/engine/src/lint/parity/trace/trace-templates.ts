import { TemplateSyntaxError } from '../template/lex-template.ts';
import type { Expression, Pipeline } from '../template/parse-pipeline.ts';
import { parsePipeline } from '../template/parse-pipeline.ts';
import type { BlockNode, DefineNode, TemplateNode } from '../template/parse-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Abstract } from './abstract-value.ts';
import { childOf, createNumbering, dict, place, text, textsOf, union, UNKNOWN } from './abstract-value.ts';
import type { Uses } from './functions.ts';
import { SEMANTICS } from './functions.ts';
import type { TemplateSource, ValueUses } from './value-uses.ts';

/** Templates that call each other in too many ways to follow them all. */
export class TraceTooLongError extends Error {}

/** Expressions that are looked at before it is given up; the largest chart here takes some thirty thousand. */
const MOST_STEPS = 200_000;

/** How often a named template may call itself before it is taken as known. */
const MOST_RECURSION = 3;

interface Scope {
  source: TemplateSource;
  dot: Abstract;
  variables: Map<string, Abstract>[];
}

/**
 * Follows the values through all templates that Helm renders, through named templates, variables and the usual
 * functions. Throws a TemplateSyntaxError for a template that cannot be read, a TraceTooLongError after `MOST_STEPS`. Pure.
 */
export function traceTemplates(sources: readonly TemplateSource[]): ValueUses {
  const uses: ValueUses = { reads: [], whole: [], touched: [], blind: undefined };
  const files = sources.map((source) => ({ source, nodes: inFile(source, () => parseTemplate(source.text)) }));
  const defines = new Map<string, { source: TemplateSource; nodes: TemplateNode[] }>();
  for (const { source, nodes } of files) {
    for (const define of definesIn(nodes)) defines.set(define.name, { source, nodes: define.nodes });
  }
  const known = new Set<string>();
  const numberOf = createNumbering();
  const stack: string[] = [];
  const pipelines = new Map<string, Pipeline>();
  let steps = 0;

  const touch = (value: Abstract) => {
    for (const alternative of value) {
      if (alternative.kind === 'values' && alternative.path.at(-1) !== '*') uses.touched.push(alternative.path);
    }
  };
  const whole = (value: Abstract) => wholeOf(value, new Set());
  const wholeOf = (value: Abstract, seen: Set<unknown>) => {
    for (const alternative of value) {
      if (seen.has(alternative)) continue;
      seen.add(alternative);
      if (alternative.kind === 'values') uses.whole.push(alternative.path);
      else if (alternative.kind === 'key') uses.touched.push(alternative.path);
      else if (alternative.kind === 'list') for (const item of alternative.items) wholeOf(item, seen);
      else if (alternative.kind === 'dict') {
        wholeOf([...[...alternative.entries.values()].flat(), ...alternative.spreads, ...alternative.any], seen);
      }
    }
  };
  /** Reading says nothing where a value may come from elsewhere too. */
  const note = (value: Abstract, at: number, scope: Scope, isOptional = false) => {
    const paths = value.flatMap((alternative) => (alternative.kind === 'values' ? [alternative.path] : []));
    if (paths.length > 0 && paths.length === value.length)
      uses.reads.push({ source: scope.source, at, paths, isOptional });
  };

  const call = (name: string, argument: Abstract) => {
    const define = defines.get(name);
    if (!define || stack.filter((it) => it === name).length >= MOST_RECURSION) return;
    const changesArgument = argument.some(
      (it) => it.kind === 'list' && it.items.flat().some(({ kind }) => kind === 'dict'),
    );
    const key = `${name} ${numberOf(argument)}`;
    if (!changesArgument && known.has(key)) return;
    known.add(key);
    stack.push(name);
    run(define.nodes, { source: define.source, dot: argument, variables: [new Map([['$', argument]])] });
    stack.pop();
  };

  const include = (args: readonly Abstract[], at: number, scope: Scope): Abstract => {
    const names = textsOf(args[0] ?? []);
    if (!names || names.includes('*')) uses.blind ??= { source: scope.source, at };
    for (const name of names ?? []) {
      const parts = name.split('*');
      const isMeant = (it: string) =>
        it.startsWith(parts[0] ?? '') && it.endsWith(parts.at(-1) ?? '') && !stack.includes(it);
      for (const found of name === '*' ? [] : parts.length === 1 ? [name] : [...defines.keys()].filter(isMeant)) {
        call(found, args[1] ?? []);
      }
    }
    return UNKNOWN;
  };

  const evaluate = (expression: Expression, base: number, scope: Scope, piped?: Abstract): Abstract => {
    const at = base + expression.at;
    steps += 1;
    if (steps > MOST_STEPS) throw new TraceTooLongError(`follow the templates: more than ${MOST_STEPS} steps.`);
    switch (expression.kind) {
      case 'dot':
        return scope.dot;
      case 'variable':
        return scope.variables.findLast((names) => names.has(expression.name))?.get(expression.name) ?? UNKNOWN;
      case 'string':
        return text(expression.value);
      case 'literal':
        return text(expression.text);
      case 'pipe':
        return evaluatePipeline(expression.pipeline, base, scope);
      case 'field': {
        const of = evaluate(expression.of, base, scope);
        const found = expression.names.reduce(childOf, of);
        note(found, at, scope);
        return found;
      }
      case 'call': {
        const args = expression.args.map((arg) => evaluate(arg, base, scope));
        if (piped) args.push(piped);
        if (expression.name === 'include' || expression.name === 'template') return include(args, at, scope);
        if (expression.name === 'tpl') {
          whole(args[0] ?? []);
          return UNKNOWN;
        }
        const functions: Uses = {
          whole,
          touch,
          read: (of, keys, options) => {
            const found = keys ? union(...keys.map((key) => childOf(of, key))) : childOf(of, '*');
            if (keys) note(found, at, scope, options?.isOptional);
            return found;
          },
        };
        const semantics =
          SEMANTICS[expression.name.replace(/^must(?=[A-Z])/, '').replace(/^[A-Z]/, (c) => c.toLowerCase())];
        if (semantics) return semantics(args, functions);
        args.forEach((arg) => whole(arg));
        return UNKNOWN;
      }
    }
  };

  const evaluatePipeline = ({ assign, commands }: Pipeline, base: number, scope: Scope): Abstract => {
    let value: Abstract | undefined;
    for (const command of commands) value = evaluate(command, base, scope, value);
    const result = value ?? UNKNOWN;
    if (assign) bind(assign.names.at(-1) ?? '', result, assign.isNew, scope);
    return result;
  };

  const pipelineOf = (text: string, { source }: Scope): Pipeline => {
    const found = pipelines.get(text) ?? inFile(source, () => parsePipeline(text));
    pipelines.set(text, found);
    return found;
  };

  const run = (nodes: readonly TemplateNode[], scope: Scope): void => {
    for (const node of nodes) {
      if (node.kind === 'action') {
        const pipeline = pipelineOf(node.text, scope);
        const value = evaluatePipeline(pipeline, node.at, scope);
        if (!pipeline.assign) whole(value);
      } else if (node.kind === 'define') {
        if (node.call) run([node.call], scope);
      } else runBlock(node, scope);
    }
  };

  const runBlock = (block: BlockNode, scope: Scope): void => {
    // A condition's variable is known in all the branches that follow it.
    const outer: Scope = { ...scope, variables: [...scope.variables, new Map()] };
    for (const branch of block.branches) {
      const inner: Scope = { ...outer, variables: [...outer.variables, new Map()] };
      if (branch.keyword === 'range') {
        const pipeline = pipelineOf(branch.condition, scope);
        const over = evaluatePipeline({ commands: pipeline.commands }, branch.at, outer);
        touch(over);
        inner.dot = childOf(over, '*');
        const names = pipeline.assign?.names ?? [];
        if (names.length > 1) bind(names[0] ?? '', keysOf(over), pipeline.assign?.isNew ?? true, inner);
        if (names.length > 0) bind(names.at(-1) ?? '', inner.dot, pipeline.assign?.isNew ?? true, inner);
        run(branch.nodes, inner); // What one turn leaves in variables, the next one finds.
      } else if (branch.condition !== '') {
        const value = evaluatePipeline(pipelineOf(branch.condition, scope), branch.at, outer);
        touch(value);
        if (branch.keyword.endsWith('with')) inner.dot = value;
      }
      run(branch.nodes, inner);
    }
  };

  const root: Abstract = [dict([['Values', place([])]])];
  for (const { source, nodes } of files) {
    if (source.isEntry) run(nodes, { source, dot: root, variables: [new Map([['$', root]])] });
  }
  return uses;
}

/** Does the work; a syntax error learns which file it is in. */
function inFile<T>({ file }: TemplateSource, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateSyntaxError) error.file ??= file;
    throw error;
  }
}

function bind(name: string, value: Abstract, isNew: boolean, { variables }: Scope): void {
  const holder = isNew ? undefined : variables.findLast((names) => names.has(name));
  if (!holder) {
    variables.at(-1)?.set(name, value);
    return;
  }
  const former = holder.get(name) ?? [];
  holder.set(name, isWalk(former, value) ? UNKNOWN : union(former, value));
}

/** `$value = get $value .` in a loop goes down a path that is made at run time: it cannot be followed. */
function isWalk(former: Abstract, value: Abstract): boolean {
  const paths = former.flatMap((it) => (it.kind === 'values' ? [it.path] : []));
  return value.some(
    (it) =>
      it.kind === 'values' &&
      paths.some(
        (path) =>
          it.path.length > path.length &&
          it.path[path.length] === '*' &&
          path.every((key, index) => key === it.path[index]),
      ),
  );
}

function keysOf(value: Abstract): Abstract {
  return union(
    ...value.map((alternative): Abstract => {
      if (alternative.kind === 'values') return [{ kind: 'key', path: alternative.path }];
      if (alternative.kind === 'dict' && alternative.spreads.length === 0)
        return [...alternative.entries.keys()].flatMap(text);
      return UNKNOWN;
    }),
  );
}

function definesIn(nodes: readonly TemplateNode[]): DefineNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'define') return [node, ...definesIn(node.nodes)];
    return node.kind === 'action' ? [] : node.branches.flatMap((branch) => definesIn(branch.nodes));
  });
}
