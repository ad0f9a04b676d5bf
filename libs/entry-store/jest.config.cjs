module.exports = { ...require('../../jest.preset.cjs'), displayName: 'entry-store', rootDir: __dirname };
