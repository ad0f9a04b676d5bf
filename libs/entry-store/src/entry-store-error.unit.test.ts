import { EntryStoreError } from './entry-store-error.ts';

describe('EntryStoreError', () => {
  it.each([
    ['ENOSPC', 'StorageFull', 'no room is left'],
    ['EDQUOT', 'StorageFull', 'no room is left'],
    ['EFBIG', 'StorageFull', 'no room is left'],
    ['EROFS', 'StorageUnwritable', 'the folder cannot be used'],
    ['EACCES', 'StorageUnwritable', 'the folder cannot be used'],
    ['EMFILE', 'StorageUnwritable', 'the folder cannot be used'],
  ])('tells %s as %s', (reason, code, what) => {
    const cause = Object.assign(new Error(), { code: reason });
    const error = new EntryStoreError('write an entry to logs', cause);
    expect(error).toMatchObject({ name: 'EntryStoreError', code, cause });
    expect(error.message).toBe(`write an entry to logs: ${what} (${reason}).`);
  });

  it('tells what has no code as StorageUnwritable', () => {
    expect(new EntryStoreError('x', undefined)).toMatchObject({ code: 'StorageUnwritable' });
    expect(new EntryStoreError('x', new Error('y')).message).toContain('(unknown)');
  });
});
