const preset = require('../../stryker.preset.cjs')(__dirname);

module.exports = {
  ...preset,
  jest: { configFile: 'libs/entry-store/jest.mutation.config.cjs' },
  // A write that never calls back is a frequent change here; most tests take some milliseconds.
  timeoutMS: 2_500,
};
