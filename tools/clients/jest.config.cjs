module.exports = { ...require('../../jest.preset.cjs'), displayName: 'clients', rootDir: __dirname };
