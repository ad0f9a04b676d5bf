const preset = require('../../stryker.preset.cjs')(__dirname);

module.exports = { ...preset, jest: { configFile: 'libs/entry-store/jest.mutation.config.cjs' } };
