import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHelmUnittest } from './parse-helm-unittest.ts';

const recorded = (name: string) => readFileSync(join(import.meta.dirname, '__fixtures__', name), 'utf8');

describe('parseHelmUnittest', () => {
  it('gives every case that failed with file, title and reason', () => {
    expect(parseHelmUnittest(recorded('failures.txt'), 'x/')).toEqual({
      cases: 3,
      faults: [
        {
          file: 'tests/svc/presence_test.yaml',
          test: 'has "two"',
          message: expect.stringMatching(
            /^- asserts\[0\] `hasDocuments` fail\n {2}Template: {2}foreign\/templates\/service.yaml\n[^]*- asserts\[1\] `equal` fail\n[^]*\+ClusterIP$/,
          ),
        },
        {
          file: 'tests/svc/presence_test.yaml',
          test: 'cannot be rendered',
          message:
            'template: foreign/templates/service.yaml:8:18: executing "foreign/templates/service.yaml" at <.Values.service.type>: can\'t evaluate field type in type interface {}',
        },
      ],
    });
  });

  it('names a suite that cannot be read', () => {
    expect(parseHelmUnittest(recorded('broken-suite.txt'), 'x/')?.faults).toEqual([
      {
        file: 'tests/svc/broken_test.yaml',
        message: 'yaml: unmarshal errors:\n  line 4: field assertz not found in type unittest.TestJob',
      },
    ]);
  });

  it('counts the cases of suites that pass', () => {
    const output =
      '\n### Chart [ a ] a\n\n PASS  x\ta/tests/x_test.yaml\n\nCharts:      1 passed, 1 total\nTests:       4 passed, 4 total\n';
    expect(parseHelmUnittest(output, 'a/')).toEqual({ cases: 4, faults: [] });
  });

  it('ends a case where the next suite passes', () => {
    const output =
      ' FAIL  x\ta/tests/x_test.yaml\n\t- one\n\t\tError: bad\n\n PASS  y\ta/tests/y_test.yaml\nTests:  1 failed, 2 total\n';
    expect(parseHelmUnittest(output, 'a/')?.faults).toEqual([
      { file: 'tests/x_test.yaml', test: 'one', message: 'bad' },
    ]);
  });

  it('gives nothing where helm-unittest did not get to the end', () => {
    expect(parseHelmUnittest('panic: runtime error', 'x/')).toBeUndefined();
  });
});
