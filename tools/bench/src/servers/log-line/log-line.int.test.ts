import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { EXPECTED_LINE, LINE_BYTES } from './line.ts';
import type { SetUpName } from './set-ups.ts';

const run = (setUp: SetUpName, warmUp: number, count: number) =>
  runProcess(process.execPath, [join(import.meta.dirname, 'log-line.ts'), setUp, `${warmUp}`, `${count}`]);

describe('the program that writes log lines', () => {
  it.each<SetUpName>(['ours', 'ours, 4 KiB buffer', 'pino, sync', 'winston as in tutorials'])(
    'writes the same line with "%s" as with the others',
    async (setUp) => {
      const { stdout, stderr } = await run(setUp, 1, 2);
      const lines = stdout.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(
        Array(3).fill({ ...EXPECTED_LINE, timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) }),
      );
      expect(Buffer.byteLength(stdout)).toBe(3 * LINE_BYTES);
      expect(JSON.parse(stderr)).toEqual({ nsPerLine: expect.any(Number) });
    },
  );

  it('writes nothing where the level is off', async () => {
    expect((await run('ours, level off', 1, 2)).stdout).toBe('');
  });
});
