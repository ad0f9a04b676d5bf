import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe('schemas', () => {
  it('are, to the byte, what "npx nx run contracts:generate" writes', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'write-schemas.ts'), '--check'],
      { encoding: 'utf8' },
    );
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});
