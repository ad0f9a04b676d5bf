import { ProcessError } from '@slipway/clients';
import { classifyAptFailure } from './apt-failure.ts';

const failure = (stderr: string) =>
  new ProcessError({ command: 'apt-get', args: [], secretArguments: [], stdout: '', stderr, exitCode: 100 });

describe('classifyAptFailure', () => {
  it.each([
    ['PackageNotFound', 'E: Unable to locate package runc', 'runc'],
    ['PackageNotFound', "E: Package 'etcd-server' has no installation candidate", 'etcd-server'],
    ['PackageNotFound', "E: Version '1.0' for 'runc' was not found", 'runc'],
    ['ChecksumMismatch', 'E: Failed to fetch http://m/x.deb  Hash Sum mismatch', 'x.deb'],
    ['AptRefused', 'E: Failed to fetch http://m/runc.deb  403  Forbidden [IP: 1.2.3.4 80]', 'runc.deb'],
    ['AptUnreachable', 'E: Failed to fetch http://m/runc.deb  Temporary failure resolving m', 'runc.deb'],
    ['DiskFull', "E: You don't have enough free space", ''],
    ['DiskFull', 'E: Write error - write (28: No space left on device)', ''],
  ])('says %s', (code, stderr, part) => {
    const error = classifyAptFailure('download the packages', failure(stderr));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
    expect(error.hint).toBeTruthy();
  });
});
