/** The heavy tier's tests on a cluster that enforces NetworkPolicies; `npm run e2e -- --full network-policies` runs them. */
module.exports = {
  ...require('./jest.config.cjs'),
  displayName: 'e2e-network-policies',
  testMatch: ['<rootDir>/src/network-policies/*.full.test.ts'],
};
