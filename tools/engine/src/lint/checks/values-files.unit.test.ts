import { createFakeFiles } from '@slipway/testing';
import { checkValuesFiles } from './values-files.ts';

const check = (text: string) =>
  checkValuesFiles([{ name: 'dev', valuesFiles: ['values.yaml', 'dev.yaml'] }], {
    files: createFakeFiles({ '/w/values.yaml': 'a: 1\n', '/w/dev.yaml': text }),
    workspaceRoot: '/w',
  });

describe('checkValuesFiles', () => {
  it('finds a key that stands twice, within others as well', async () => {
    expect(await check('a:\n  b: true\n  c: 1\n  b: false\n')).toEqual([
      {
        severity: 'error',
        check: 'duplicate',
        rule: 'duplicate-key',
        render: 'dev',
        file: 'dev.yaml',
        line: 4,
        message: 'a key stands twice, the second time in line 4: Helm takes the last one alone',
        fix: 'Take one of the two out.',
      },
    ]);
  });

  it.each([
    ['sound values', 'a: { b: 1 }\nc: { b: 1 }\n'],
    ['what is no YAML', 'a: [\n'],
    ['an empty file', ''],
  ])('lets be %s', async (_title, text) => {
    expect(await check(text)).toEqual([]);
  });
});
