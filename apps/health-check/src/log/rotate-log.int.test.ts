import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFormerLogs, rotateLog } from './rotate-log.ts';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const HOUR_MS = 3_600_000;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-health-rotate-'));
  path = join(folder, 'health_check.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (time: string) => `${time} ok     sample\n`;
const rotate = (bounds: object = {}, facts: object = {}) =>
  rotateLog(
    path,
    { maxBytes: 1000, maxAgeMs: 24 * HOUR_MS, keep: 2, ...bounds },
    { nowMs: NOW, bytes: 100, random: '00000001', ...facts },
  );

describe('rotateLog', () => {
  it('leaves a log alone that is neither full nor old, and one that is not there', () => {
    rotate();
    writeFileSync(path, line('2026-11-20T12:00:00.000Z'));
    rotate();
    expect(readdirSync(folder)).toEqual(['health_check.log']);
  });

  it('puts a log aside that would be too large with what is to come', () => {
    writeFileSync(path, line('2026-11-21T06:30:04.123Z').padEnd(901, 'x'));
    rotate();
    expect(readdirSync(folder)).toEqual(['health_check.log.20261121T063004123Z-00000001']);
  });

  it('puts a log aside whose first line is too old', () => {
    writeFileSync(path, line('2026-11-20T11:59:59.999Z') + line('2026-11-21T11:59:59.999Z'));
    rotate();
    expect(readdirSync(folder)).toEqual(['health_check.log.20261120T115959999Z-00000001']);
  });

  it('goes by the time of the file where the first line has none', () => {
    writeFileSync(path, 'somebody wrote this');
    rotate();
    expect(readdirSync(folder)).toEqual(['health_check.log']);
    utimesSync(path, NOW / 1000 - 90_000, NOW / 1000 - 90_000);
    rotate();
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readdirSync(folder)).not.toContain('health_check.log');
  });

  it('keeps the newest former logs and touches nothing else', () => {
    const others = [
      'health_check.log.bak',
      'health_check.log.20261101T000000000Z-xyz',
      'other.log.20261101T000000000Z-00000001',
    ];
    for (const name of others) writeFileSync(join(folder, name), '');
    for (const day of ['01', '02', '03', '04']) {
      writeFileSync(join(folder, `health_check.log.202611${day}T000000000Z-00000001`), day);
    }
    rotate();
    expect(listFormerLogs(path).map((former) => readFileSync(former, 'utf8'))).toEqual(['04', '03']);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(others));
  });

  it('never overwrites a former log, also when two have the same first time', () => {
    for (const random of ['00000001', '00000002']) {
      writeFileSync(path, line('2026-11-21T06:30:04.123Z').padEnd(999, random));
      rotate({}, { random });
    }
    expect(listFormerLogs(path)).toHaveLength(2);
  });
});
