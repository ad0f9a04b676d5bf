/** The redaction's tables alone: laws with many cases and measures of time would run once for each change. */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/src/redaction/*.unit.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '-laws', '-growth'],
};
