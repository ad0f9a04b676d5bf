const { join, relative } = require('node:path');

/** Below this share of changes that a test notices, in per cent, the `mutation` target fails. */
const BREAK_BELOW = 85;

/**
 * What every project's stryker.config.cjs starts from: Stryker changes the sources one place at a time and
 * runs the tests that reach it; a change that no test notices survives. Run it from the root of the workspace.
 *
 * Changes to constants made while a module loads are tested as well (`ignoreStatic` stays off): the tables
 * of the redaction are such constants, and the libraries are small enough for it.
 *
 * @param folder the project's folder, `__dirname`.
 * @param sources what to change, as globs below the project's `src`; tests and index files never are.
 */
module.exports = function preset(folder, sources = ['**/*.ts']) {
  const project = relative(__dirname, folder);
  const name = project.split('/').at(-1);
  const reports = join('dist', 'mutation', name);
  return {
    testRunner: 'jest',
    jest: { configFile: join(project, 'jest.config.cjs') },
    coverageAnalysis: 'perTest',
    mutate: [
      ...sources.map((glob) => join(project, 'src', glob)),
      `!${project}/**/*.test.ts`,
      `!${project}/**/index.ts`,
      `!${project}/**/@(__fixtures__|test-support)/**`,
    ],
    // The sandbox needs the project and what its jest.config.cjs names, not the other thousand files.
    ignorePatterns: ['**', `!${project}/**`, '!jest.preset.cjs', '!tools/scripts/jest-results-reporter.cjs'],
    // Not below node_modules: there neither jest nor Node would take TypeScript.
    tempDirName: join('tmp', 'mutation', name),
    incremental: true,
    incrementalFile: join('node_modules', '.cache', 'slipway', 'mutation', `${name}.json`),
    // Two cores are the measure; `npx nx mutation <project> --concurrency=4` takes more.
    concurrency: 1,
    timeoutMS: 5_000,
    thresholds: { high: 95, low: BREAK_BELOW, break: BREAK_BELOW },
    reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
    htmlReporter: { fileName: join(reports, 'index.html') },
    jsonReporter: { fileName: join(reports, 'mutation.json') },
  };
};
