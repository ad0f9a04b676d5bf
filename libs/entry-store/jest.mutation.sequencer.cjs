const { basename } = require('node:path');

const SLOWEST = ['entry-store.int.test.ts', 'retention.int.test.ts'];
const rankOf = ({ path }) => (path.endsWith('.unit.test.ts') ? -1 : SLOWEST.indexOf(basename(path)) + 1);

/** Jest's order for Stryker: the slowest files last, since it stops at the first one that notices a change. */
module.exports = class {
  sort(tests) {
    return [...tests].sort((one, two) => rankOf(one) - rankOf(two));
  }

  /** Jest asks for it; there is nothing to keep for the next run. */
  cacheResults() {}
};
