const preset = require('../../stryker.preset.cjs')(__dirname, ['redaction/**/*.ts']);

module.exports = { ...preset, jest: { configFile: 'libs/logging/jest.mutation.config.cjs' } };
