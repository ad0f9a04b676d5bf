import { parseYamlDocuments } from './parse-yaml.ts';

describe('parseYamlDocuments', () => {
  it('reads what Helm reads: octal numbers, old words for true and false, merged maps', async () => {
    const text =
      'base: &base {a: 1}\nmode: 0440\nplain: 440\non: [yes, Off, y, "yes"]\nmerged: {<<: *base, b: 2}\n---\n';
    expect(await parseYamlDocuments(text, 'x')).toEqual([
      { base: { a: 1 }, mode: 288, plain: 440, true: [true, false, 'y', 'yes'], merged: { a: 1, b: 2 } },
    ]);
  });
});
