/**
 * The tests on a real cluster. They run one after another (one machine, one cluster), in the order of
 * their names, and only through `npm run e2e`, which gives them a cluster of their own.
 */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.e2e.test.ts'],
  maxWorkers: 1,
  testSequencer: require.resolve('./sequencer.cjs'),
  testTimeout: 180_000,
};
