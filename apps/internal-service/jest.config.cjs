module.exports = { ...require('../../jest.preset.cjs'), displayName: 'internal-service', rootDir: __dirname };
