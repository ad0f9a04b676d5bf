import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe('docs/reference/machine-contract.md', () => {
  it('is, to the byte, what "npx nx run cli:generate" writes', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'write-contract-docs.ts'), '--check'],
      { encoding: 'utf8' },
    );
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});
