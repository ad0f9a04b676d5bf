import { join } from 'node:path';
import { runProcess } from '@slipway/clients';

describe('docs/charts/scores.md', () => {
  it('says what the measured figures beside it say', async () => {
    const args = [join(import.meta.dirname, 'scores.ts'), '--check'];
    const { stdout, stderr, exitCode } = await runProcess(process.execPath, args, { okCodes: [0, 1] });
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  });
});
