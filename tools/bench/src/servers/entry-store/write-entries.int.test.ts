import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { ENTRY } from './entry.ts';
import type { WriterName } from './writers.ts';

describe('the program that writes entries', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'slipway-entries-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each<WriterName>(['entry store', 'fs.writeFile, wx'])(
    'keeps as many entries with "%s" as it was asked',
    async (writer) => {
      const program = join(import.meta.dirname, 'write-entries.ts');
      const { stdout } = await runProcess(process.execPath, [program, writer, folder, '5', '20', '8']);
      expect(JSON.parse(stdout)).toEqual({ filesPerSecond: expect.any(Number), usPerFile: expect.any(Number) });
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.log'));
      expect(files.map((file) => readFileSync(join(folder, file), 'utf8'))).toEqual(
        Array(25).fill(`${JSON.stringify(ENTRY)}\n`),
      );
    },
  );
});
