module.exports = { ...require('../../jest.preset.cjs'), displayName: 'toolchain', rootDir: __dirname };
