/** Without the tests that start processes: there no change of the sources would arrive, and they take their time. */
module.exports = {
  ...require('./jest.config.cjs'),
  testPathIgnorePatterns: ['/node_modules/', 'shared-folder', 'storage-faults'],
};
