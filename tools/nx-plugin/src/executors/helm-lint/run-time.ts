export { abortOnSignals, createProgressPrinter, toErrorText } from '@slipway/cli';
export { runHelmLint } from './run-helm-lint.ts';
