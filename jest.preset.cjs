/**
 * What every project's jest.config.cjs starts from: Node, TypeScript by swc, tests named by level
 * (unit, int, contract). Packages that ship ES modules alone are transformed as well, because jest
 * loads modules as CommonJS.
 */
const esModulePackages = ['@kubernetes/client-node', 'zx', 'cockatiel', 'axios', 'commander'];

module.exports = {
  testEnvironment: 'node',
  // Generous: the limit is for what hangs, and two cores may be busy with something else.
  testTimeout: 30_000,
  reporters: ['default', require.resolve('./tools/scripts/jest-results-reporter.cjs')],
  testMatch: ['<rootDir>/src/**/*.@(unit|int|contract).test.ts'],
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulePackages.join('|')})/)`],
  // Only `coverage` counts; it fails when a project has less than this, in per cent.
  collectCoverageFrom: [
    '<rootDir>/src/**/*.ts',
    '!**/*.test.ts',
    '!**/index.ts',
    '!**/@(__fixtures__|test-support)/**',
  ],
  coverageThreshold: { global: { branches: 95 } },
  coverageReporters: ['text', 'html', 'json-summary'],
  moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
};
