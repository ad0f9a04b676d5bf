import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { canIsolate, isolationPrefix } from './isolation-prefix.ts';

describe('isolationPrefix', () => {
  it('runs a command with the node address and without the machine network', async () => {
    if (!(await canIsolate())) return expect(isolationPrefix()[0]).toBe('unshare');
    const script = 'readlink /proc/self/ns/net; ip -o -4 addr show; ip route; echo "$1"';
    const [program = '', ...args] = [...isolationPrefix(), 'sh', '-c', script, 'sh', 'an argument; with $signs'];
    const output = execFileSync(program, args).toString();
    expect(output).not.toContain(readlinkSync('/proc/self/ns/net'));
    expect(output).toMatch(/ 172\.31\.255\.1\/32 /);
    expect(output).toMatch(/^default dev lo/m);
    expect(output.trim().endsWith('an argument; with $signs')).toBe(true);
    expect(output.match(/^\d+: (\S+)/gm)?.every((line) => line.endsWith(' lo'))).toBe(true);
  });
});
