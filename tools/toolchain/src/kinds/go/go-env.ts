import { homedir } from 'node:os';

const GO_ARCH: Record<string, string> = { x64: 'amd64', ia32: '386', arm: 'arm', arm64: 'arm64' };

/**
 * The environment of every go command: the user's proxy and caches stay, everything that could change
 * what is built is fixed.
 */
export function goEnv(env: NodeJS.ProcessEnv, goToolchain: string): NodeJS.ProcessEnv {
  const home = env['HOME'] || homedir();
  return {
    ...env,
    HOME: home,
    // Only a variable that is set and not empty outweighs what `go env -w` stored.
    GOFLAGS: '-buildvcs=false',
    GOWORK: 'off',
    GOTOOLCHAIN: goToolchain,
    GOOS: process.platform === 'win32' ? 'windows' : process.platform,
    GOARCH: GO_ARCH[process.arch] ?? process.arch,
    GO111MODULE: 'on',
    GOEXPERIMENT: '',
    GODEBUG: '',
    CGO_ENABLED: '0',
  };
}
