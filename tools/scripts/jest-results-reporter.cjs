const { mkdirSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Writes how many tests passed and failed to dist/test-results/<project>.json, an output of the `test`
 * target: a cached run brings its file back, so `npm test` can count without running anything twice.
 */
module.exports = class ResultsReporter {
  onRunComplete(contexts, results) {
    const [context] = contexts;
    const project = context?.config.displayName?.name ?? 'unnamed';
    const folder = join(__dirname, '..', '..', 'dist', 'test-results');
    const file = join(folder, `${project.replaceAll('/', '__')}.json`);
    const text = JSON.stringify({
      schema: 'slipway.test-results/v1',
      project,
      passed: results.numPassedTests,
      // A file that could not even be loaded has no tests that could fail.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    });
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.tmp`, `${text}\n`);
    renameSync(`${file}.tmp`, file);
  }
};
