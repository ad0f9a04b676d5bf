import { EntryStoreError } from '@slipway/entry-store';
import request from 'supertest';
import type { TestApp } from './__fixtures__/an-app.ts';
import { anApp } from './__fixtures__/an-app.ts';

let opened: TestApp | undefined;
const open = () => (opened = anApp('http://127.0.0.1:1/logs'));
afterEach(() => opened?.close());

describe('GET /', () => {
  it('answers with the entry it kept and its file', async () => {
    const { app, write } = open();
    const { status, body } = await request(app).get('/');
    expect(status).toBe(200);
    expect(body).toEqual({
      message: expect.any(String),
      level: expect.stringMatching(/^(debug|info|warn|error)$/),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      file: '20261121T06/20261121T063004123Z-00000001-a-b.log',
    });
    const { file, ...entry } = body;
    expect(file).toBeDefined();
    expect(write).toHaveBeenCalledWith(entry);
  });

  it.each([
    ['ENOSPC', 507, 'StorageFull'],
    ['EDQUOT', 507, 'StorageFull'],
    ['EROFS', 500, 'StorageUnwritable'],
    ['EACCES', 500, 'StorageUnwritable'],
  ])('answers %s with %i %s', async (code, status, problem) => {
    const { app, write } = open();
    write.mockRejectedValue(new EntryStoreError('write', Object.assign(new Error(code), { code })));
    expect(await request(app).get('/')).toMatchObject({ status, body: { code: problem } });
  });
});

describe('GET /openapi.json', () => {
  it('describes exactly the routes there are', async () => {
    const { app } = open();
    const { body } = await request(app).get('/openapi.json');
    expect(Object.keys(body.paths).sort()).toEqual(
      ['/', '/download_external_logs', '/healthz', '/openapi.json', '/readyz', '/version'].sort(),
    );
    expect(Object.keys(body.paths['/download_external_logs'].get.responses)).toEqual(
      expect.arrayContaining(['200', '400', '502', '503', '504']),
    );
  });
});
