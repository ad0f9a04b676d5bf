import { ProcessError } from '@slipway/clients';
import { classifyPipFailure } from './pip-failure.ts';
import { isAtLeast, requirementsIn } from './pypi-kind.ts';

describe('isAtLeast', () => {
  it.each([
    ['3.9', '3.11', false],
    ['3.11', '3.11', true],
    ['3.12', '3.11', true],
    ['4.0', '3.11', true],
    ['2.7', '3.11', false],
  ])('%s is %s or newer: %s', (version, wanted, expected) => {
    expect(isAtLeast(version, wanted)).toBe(expected);
  });
});

describe('requirementsIn', () => {
  it('counts packages, not hashes or comments', () => {
    expect(requirementsIn('# made by\na==1 \\\n    --hash=sha256:0\nb==2\n')).toBe(2);
  });
});

describe('classifyPipFailure', () => {
  it.each([
    ['ChecksumMismatch', 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'],
    ['PipMissing', '/usr/bin/python3: No module named pip'],
    [
      'PackageIndexUnreachable',
      'NewConnectionError(...): Failed to establish a new connection: refused\nERROR: No matching distribution found for x',
    ],
    ['PackageIndexRefused', 'ERROR: No matching distribution found for ansible-core==2.19.14'],
    ['DiskFull', 'OSError: [Errno 28] No space left on device'],
    ['PipFailed', 'Segmentation fault'],
  ])('says %s', (code, stderr) => {
    const error = new ProcessError({ command: 'pip', args: [], secretArguments: [], stdout: '', stderr, exitCode: 1 });
    expect(classifyPipFailure('install x', error).code).toBe(code);
  });
});
