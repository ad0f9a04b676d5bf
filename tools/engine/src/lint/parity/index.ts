export { checkParity } from './check-parity.ts';
export type { ParityOptions } from './check-parity.ts';
export type { ParityChart, ParityFinding } from './parity-chart.ts';
export { lineAt, TemplateSyntaxError } from './template/lex-template.ts';
export { parseTemplate } from './template/parse-template.ts';
export type { BlockNode, TemplateBranch, TemplateNode } from './template/parse-template.ts';
