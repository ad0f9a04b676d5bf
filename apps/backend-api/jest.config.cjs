module.exports = { ...require('../../jest.preset.cjs'), displayName: 'backend-api', rootDir: __dirname };
