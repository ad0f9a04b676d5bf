/**
 * `drain.ts BYTES` empties standard input, prints one byte for each so many that came, and at the end on standard error
 * what came in all: `{"lines": …, "bytes": …}`.
 */
import { readSync, writeSync } from 'node:fs';

const LINE_BREAK = 0x0a;
const perByte = Number(process.argv[2]);
const buffer = Buffer.allocUnsafe(65_536);
let lines = 0;
let bytes = 0;
let told = 0;

for (let length = readSync(0, buffer); length > 0; length = readSync(0, buffer)) {
  const chunk = buffer.subarray(0, length);
  for (let at = chunk.indexOf(LINE_BREAK); at >= 0; at = chunk.indexOf(LINE_BREAK, at + 1)) lines += 1;
  bytes += length;
  for (; told < Math.floor(bytes / perByte); told += 1) writeSync(1, '.');
}
process.stderr.write(`${JSON.stringify({ lines, bytes })}\n`);
