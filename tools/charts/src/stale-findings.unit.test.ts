import { toStaleFindings } from './stale-findings.ts';

describe('toStaleFindings', () => {
  it.each([
    ['stale: a/README.md', 'stale', 'it is not what is made from its sources now'],
    ['orphaned: a/README.md', 'orphaned', 'nothing is left that it is made from'],
  ])('says of "%s" which file and what to do', (note, rule, message) => {
    const fix = 'Run "npx nx run charts:generate", and commit what it writes.';
    expect(toStaleFindings([note])).toEqual([{ check: 'generate', rule, file: 'a/README.md', message, fix }]);
  });
});
