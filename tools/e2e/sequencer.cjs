const { default: Sequencer } = require('@jest/test-sequencer');

/** Runs the files in the order of their names: `z-down` takes away what the others need. */
module.exports = class extends Sequencer {
  sort(tests) {
    return [...tests].sort((one, other) => (one.path < other.path ? -1 : 1));
  }
};
