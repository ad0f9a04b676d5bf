import { ProcessError } from '@slipway/clients';
import { classifyGoFailure, moduleIn } from './go-failure.ts';

const failure = (stderr: string) =>
  new ProcessError({ command: 'go', args: ['build'], secretArguments: [], stdout: '', stderr, exitCode: 1 });

describe('classifyGoFailure', () => {
  it.each([
    [
      'ModuleProxyUnreachable',
      'go: k8s.io/api@v0.36.3: Get "https://proxy.example/k8s.io/api/@v/v0.36.3.zip": dial tcp: lookup proxy.example: no such host',
      'k8s.io/api@v0.36.3',
    ],
    ['ModuleProxyUnreachable', 'go: k8s.io/api@v0.36.3: module lookup disabled by GOPROXY=off', 'k8s.io/api@v0.36.3'],
    [
      'ModuleProxyRefused',
      'main.go:4:2: reading https://proxy.example/github.com/!a/b/@v/v1.2.3.zip: 403 Forbidden',
      'the Go module proxy refused',
    ],
    [
      'ModuleProxyRefused',
      'go: github.com/a/b@v9.9.9: reading https://p/@v/v9.9.9.info: 404 Not Found',
      'github.com/a/b@v9.9.9',
    ],
    [
      'ChecksumMismatch',
      'verifying github.com/a/b@v1.0.0: checksum mismatch\n\tdownloaded: h1:x\n\tgo.sum: h1:y\n\nSECURITY ERROR',
      'github.com/a/b@v1.0.0',
    ],
    ['DiskFull', '/tmp/go-build1/b001/exe/a.out: no space left on device', 'the disk ran full'],
    ['OutOfMemory', 'k8s.io/api: /usr/lib/go/pkg/tool/compile: signal: killed', 'ran out of memory'],
    ['GoBuildFailed', 'main.go:3:1: syntax error', 'main.go:3:1: syntax error'],
  ])('says %s', (code, stderr, part) => {
    const error = classifyGoFailure('build x', failure(stderr));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^build x: /);
    expect(error.message).toContain(part);
    expect(error.hint).toBeTruthy();
  });

  it('leaves out the lines about downloads', () => {
    const error = classifyGoFailure('build x', failure('go: downloading a.b/c v1.0.0\nmain.go:3:1: syntax error'));
    expect(error.details['lines']).toEqual(['main.go:3:1: syntax error']);
  });
});

describe('moduleIn', () => {
  it('finds the module in a proxy address', () => {
    expect(moduleIn('Get "https://proxy.example/k8s.io/api/@v/v0.36.3.mod": EOF')).toBe('k8s.io/api@v0.36.3');
  });
});
