import { DISK_RESERVE_MIB, freeMiBOf, requireDisk } from './disk.ts';

describe('requireDisk', () => {
  it('is content with exactly the need and the reserve', () => {
    expect(() => requireDisk('build x', '/cache', 1024, 1024 + DISK_RESERVE_MIB)).not.toThrow();
  });
  it('says what it needs, where, and what is there', () => {
    expect(() => requireDisk('build x', '/cache', 1536, 1024)).toThrow(
      expect.objectContaining({
        code: 'DiskNearlyFull',
        message: 'build x: the disk is nearly full (needs about 2.0 GiB at /cache, has 1.0 GiB).',
      }),
    );
  });
});

describe('freeMiBOf', () => {
  it('asks the nearest parent of a folder that is not there yet', () => {
    expect(freeMiBOf('/no/such/folder')).toBeGreaterThan(0);
    expect(Number.isFinite(freeMiBOf('/no/such/folder'))).toBe(true);
  });
});
