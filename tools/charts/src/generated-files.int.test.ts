import { join } from 'node:path';
import { runProcess } from '@slipway/clients';

describe('generated files', () => {
  it('are what "npx nx run charts:generate" writes', async () => {
    const args = [join(import.meta.dirname, 'generate.ts'), '--check'];
    const { stdout, stderr, exitCode } = await runProcess(process.execPath, args, { okCodes: [0, 1] });
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  });
});
