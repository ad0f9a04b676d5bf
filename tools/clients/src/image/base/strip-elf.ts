import { SlipwayError } from '@slipway/contracts';

const SECTION_BYTES = 64;
const ALLOCATED = 0x2n;
const TYPE_NULL = 0;
const TYPE_STRINGS = 3;
const TYPE_RELOCATIONS = [4, 9];

interface Section {
  index: number;
  name: number;
  type: number;
  flags: bigint;
  header: Buffer;
}

/**
 * Leaves out of a 64-bit little-endian ELF program what is never loaded: symbols and debug tables. Only
 * native symbol names are lost. Done here and not by binutils, because the image must have the same bytes
 * on every machine. Throws `ElfUnreadable` for any other file.
 */
export function stripElf(program: Buffer): Buffer {
  if (program.toString('latin1', 0, 4) !== '\x7fELF' || program[4] !== 2 || program[5] !== 1) {
    throw unreadable('it is not a 64-bit little-endian ELF program');
  }
  const sections = readSections(program);
  const kept = sections.filter(({ type, flags }) => type === TYPE_NULL || (flags & ALLOCATED) !== 0n);
  const loadedEnd = toLoadedEnd(program);
  const names = toNameTable(program, sections, kept);
  const tableOffset = Math.ceil((loadedEnd + names.bytes.length) / 8) * 8;

  const output = Buffer.alloc(tableOffset + (kept.length + 1) * SECTION_BYTES);
  program.copy(output, 0, 0, loadedEnd);
  names.bytes.copy(output, loadedEnd);
  const newIndex = new Map(kept.map((section, index) => [section.index, index]));
  kept.forEach((section, index) => {
    const header = Buffer.from(section.header);
    header.writeUInt32LE(names.offsets[index] ?? 0, 0);
    header.writeUInt32LE(newIndex.get(header.readUInt32LE(40)) ?? 0, 40);
    if (TYPE_RELOCATIONS.includes(section.type)) {
      header.writeUInt32LE(newIndex.get(header.readUInt32LE(44)) ?? 0, 44);
    }
    header.copy(output, tableOffset + index * SECTION_BYTES);
  });
  toNameSection(names, loadedEnd).copy(output, tableOffset + kept.length * SECTION_BYTES);
  output.writeBigUInt64LE(BigInt(tableOffset), 40);
  output.writeUInt16LE(kept.length + 1, 60);
  output.writeUInt16LE(kept.length, 62);
  return output;
}

function readSections(program: Buffer): Section[] {
  const offset = Number(program.readBigUInt64LE(40));
  const count = program.readUInt16LE(60);
  if (count === 0 || program.readUInt16LE(58) !== SECTION_BYTES) throw unreadable('it has no section table');
  if (offset + count * SECTION_BYTES > program.length) throw unreadable('it is cut off');
  return Array.from({ length: count }, (_, index) => {
    const header = program.subarray(offset + index * SECTION_BYTES, offset + (index + 1) * SECTION_BYTES);
    return {
      index,
      name: header.readUInt32LE(0),
      type: header.readUInt32LE(4),
      flags: header.readBigUInt64LE(8),
      header,
    };
  });
}

/** Where the last byte that is loaded, or the program header table, ends in the file. */
function toLoadedEnd(program: Buffer): number {
  const offset = Number(program.readBigUInt64LE(32));
  const size = program.readUInt16LE(54);
  const count = program.readUInt16LE(56);
  let end = offset + size * count;
  for (let index = 0; index < count; index++) {
    const at = offset + index * size;
    end = Math.max(end, Number(program.readBigUInt64LE(at + 8)) + Number(program.readBigUInt64LE(at + 32)));
  }
  if (end > program.length) throw unreadable('it is cut off');
  return end;
}

interface NameTable {
  bytes: Buffer;
  /** Where each kept section's name begins. */
  offsets: number[];
  /** Where the name table's own name begins. */
  own: number;
}

function toNameTable(program: Buffer, sections: Section[], kept: Section[]): NameTable {
  const table = sections[program.readUInt16LE(62)];
  if (!table) throw unreadable('it has no section names');
  const start = Number(table.header.readBigUInt64LE(24));
  const nameOf = ({ name }: Section) => {
    const end = program.indexOf(0, start + name);
    return program.toString('latin1', start + name, end);
  };
  let text = '';
  const add = (name: string) => {
    const offset = text.length;
    text += `${name}\0`;
    return offset;
  };
  const offsets = kept.map((section) => add(nameOf(section)));
  const own = add('.shstrtab');
  return { bytes: Buffer.from(text, 'latin1'), offsets, own };
}

function toNameSection(names: NameTable, offset: number): Buffer {
  const header = Buffer.alloc(SECTION_BYTES);
  header.writeUInt32LE(names.own, 0);
  header.writeUInt32LE(TYPE_STRINGS, 4);
  header.writeBigUInt64LE(BigInt(offset), 24);
  header.writeBigUInt64LE(BigInt(names.bytes.length), 32);
  header.writeBigUInt64LE(1n, 48);
  return header;
}

function unreadable(what: string): SlipwayError {
  return new SlipwayError({
    code: 'ElfUnreadable',
    message: `strip program for the base image: ${what}.`,
    hint: 'Install the locked npm packages again (npm ci).',
  });
}
