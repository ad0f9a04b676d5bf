/**
 * For Stryker, which runs the tests once for every change it tries. Without the tests that start processes
 * (there no change of the sources would arrive) and the long random ones, whose single cases the others hold.
 * What hangs for long because of a change need not hang for half a minute to be found.
 */
module.exports = {
  ...require('./jest.config.cjs'),
  testTimeout: 5_000,
  testSequencer: require.resolve('./jest.mutation.sequencer.cjs'),
  testPathIgnorePatterns: ['/node_modules/', 'shared-folder', 'storage-faults', 'cursor-pages'],
};
