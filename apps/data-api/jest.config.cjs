module.exports = { ...require('../../jest.preset.cjs'), displayName: 'data-api', rootDir: __dirname };
