import type { ParityChart, ParityFinding } from './parity-chart.ts';
import { lineAt, TemplateSyntaxError } from './template/lex-template.ts';
import type { TemplateSource, ValueUses } from './trace/value-uses.ts';
import { TraceTooLongError, traceTemplates } from './trace/trace-templates.ts';
import { compareSchema } from './values/compare-schema.ts';
import type { YamlReader } from './values/declared-values.ts';
import { toDeclaredValues, ValuesSyntaxError } from './values/declared-values.ts';
import { findUndeclared } from './values/find-undeclared.ts';
import { findUnused } from './values/find-unused.ts';
import type { SchemaNode } from './values/resolve-schema.ts';
import { isNode } from './values/resolve-schema.ts';

/** Options of `checkParity`. */
export interface ParityOptions {
  /**
   * Name of the dependency that findings are wanted of: a library chart, through the chart that tests it. Default:
   * the chart itself.
   */
  of?: string;
}

/**
 * Holds values.yaml, templates and values.schema.json of one chart against each other: a key that no template reads,
 * a template that reads a key that is not declared, a key that the schema does not know, and one that only the schema
 * knows. Library charts belong to what is followed: they read the values of the chart that depends on them. Findings
 * are sorted by file and line. What cannot be read or followed to its end is said to be not checked. Starts nothing.
 */
export async function checkParity(chart: ParityChart, { of }: ParityOptions = {}): Promise<ParityFinding[]> {
  const yaml = await import('yaml'); // Late: only linting needs it.
  const subject = of === undefined ? chart : chart.dependencies.find(({ name }) => name === of);
  if (!subject) return [toNotChecked('Chart.yaml', `${chart.name} does not depend on ${of ?? ''}.`)];
  try {
    return compare(chart, subject, yaml);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return [toNotChecked(error.file ?? 'templates', error.message)];
    if (error instanceof ValuesSyntaxError) return [toNotChecked('values.yaml', error.message)];
    if (error instanceof TraceTooLongError) return [toNotChecked('templates', error.message)];
    // Blocks, parentheses or maps within each other by the thousand.
    if (error instanceof RangeError) return [toNotChecked('templates', `follow the templates: ${error.message}.`)];
    throw error;
  }
}

function compare(chart: ParityChart, subject: ParityChart, yaml: YamlReader): ParityFinding[] {
  const toValues = ({ files }: ParityChart) => toDeclaredValues(files['values.yaml'] ?? '', yaml);
  const values = toValues(subject);
  const traced = traceTemplates([...sourcesOf(chart), ...chart.dependencies.flatMap(namedTemplates)]);

  const libraries = chart.dependencies.filter(({ isLibrary }) => isLibrary);
  const libraryNames = new Set(libraries.map(keyOf));
  const toOwn = (path: readonly string[]) => (libraryNames.has(path[0] ?? '') ? path.slice(1) : path);
  const foreign = new Set(['global', ...chart.dependencies.filter((it) => !it.isLibrary).map(keyOf)]);
  const isForeign = (path: readonly string[]) => path.length === 0 || foreign.has(path[0] ?? '');

  const trees = [chart, ...libraries].map(toValues);
  const uses = withHelmsOwn(
    traced,
    [chart, subject],
    trees.flatMap(({ templates }) => templates),
    toOwn,
  );
  const schema = toSchema(subject);
  const findings = [
    ...(uses.blind ? [toBlind(uses.blind)] : findUnused(values, uses, isForeign)),
    ...uses.reads
      .filter(({ source, paths }) => source.chart === subject.name && !paths.some(isForeign))
      .flatMap((read) => findUndeclared(read, read.paths, { trees, schema }) ?? []),
    ...(schema
      ? compareSchema(
          values,
          { trees, schema },
          subject.files['values.schema.json'] ?? '',
          new Set([...foreign, ...libraryNames, 'enabled']),
        )
      : []),
  ];
  const distinct = new Map(findings.map((it) => [`${it.rule} ${it.file} ${it.line} ${it.key}`, it]));
  return [...distinct.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function toNotChecked(file: string, reason: string): ParityFinding {
  return {
    rule: 'not-checked',
    file,
    line: 1,
    key: '',
    message: `values and templates were not held against each other: ${reason}`,
    fix: 'Make it readable and simpler, or exclude this rule with its reason in the lint policy.',
  };
}

function toBlind({ source, at }: NonNullable<ValueUses['blind']>): ParityFinding {
  return {
    rule: 'unused-not-checked',
    file: source.file,
    line: lineAt(source.text, at),
    key: '',
    message: `${source.chart} calls a template here whose name cannot be told: keys that no template reads were not looked for.`,
    fix: 'Call it by a name with a constant beginning or end, as printf makes it.',
  };
}

/** The uses with paths as the subject's values have them, and with what Helm itself reads. */
function withHelmsOwn(
  { reads, whole, touched, blind }: ValueUses,
  charts: readonly ParityChart[],
  templates: readonly string[],
  toOwn: (path: readonly string[]) => readonly string[],
): ValueUses {
  const conditions = charts.flatMap(({ conditions: keys = [] }) => keys.map((key) => key.split('.')));
  const inTexts = templates.flatMap((text) => [...text.matchAll(/\.Values((?:\.[A-Za-z_]\w*)+)/g)]);
  return {
    reads: reads.map((read) => ({ ...read, paths: read.paths.map(toOwn) })),
    whole: [...whole.map(toOwn), ...conditions, ...inTexts.map(([, keys = '']) => keys.slice(1).split('.'))],
    touched: touched.map(toOwn),
    blind,
  };
}

function sourcesOf({ name, files }: ParityChart): TemplateSource[] {
  return Object.entries(files)
    .filter(([file]) => /^templates\/.*\.(ya?ml|tpl|txt|json)$/.test(file))
    .map(([file, text]) => ({ chart: name, file, text, isEntry: !/(^|\/)_[^/]*$/.test(file) }));
}

/** Templates of a chart and of all below it, to be called; what Helm renders of them is their own affair. */
function namedTemplates(chart: ParityChart): TemplateSource[] {
  return [
    ...sourcesOf(chart).map((source) => ({ ...source, isEntry: false })),
    ...chart.dependencies.flatMap(namedTemplates),
  ];
}

function toSchema({ files }: ParityChart): SchemaNode | undefined {
  try {
    const schema: unknown = JSON.parse(files['values.schema.json'] ?? '');
    return isNode(schema) ? schema : undefined;
  } catch {
    return undefined;
  }
}

/** Key that the values of a dependency lie below. */
function keyOf({ alias, name }: ParityChart): string {
  return alias ?? name;
}
