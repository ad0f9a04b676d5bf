const BLOCK_BYTES = 65_536;
const NUMBER_DIGITS = 12;

/** One line of a provider's answer; `n` makes it differ from the others, the length is always the same. */
export function toLine(n: number): string {
  const file = `20261121T06/20261121T063004123Z-${toDigits(n)}-provider-0-a1b2c3.log`;
  return `${JSON.stringify({ file, timestamp: '2026-11-21T06:30:04.123Z', level: 'info', message: 'Order accepted' })}\n`;
}

const LINE_BYTES = toLine(0).length;
const NUMBER_AT = toLine(0).indexOf(toDigits(0));
const LINES_PER_BLOCK = Math.floor(BLOCK_BYTES / LINE_BYTES);

/** Whole lines, numbered throughout, in blocks of about 64 KiB, until at least `bytes` were given. */
export function* toBlocks(bytes: number): Generator<Buffer> {
  const template = Buffer.from(toLine(0).repeat(LINES_PER_BLOCK));
  for (let given = 0, n = 0; given < bytes; given += template.length) {
    const block = Buffer.from(template);
    // Making each line anew would take longer than the download.
    for (let at = NUMBER_AT; at < block.length; at += LINE_BYTES) block.write(toDigits(n++), at, 'latin1');
    yield block;
  }
}

function toDigits(n: number): string {
  return String(n).padStart(NUMBER_DIGITS, '0');
}
