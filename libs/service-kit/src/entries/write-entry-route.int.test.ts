import { EntryStoreError } from '@slipway/entry-store';
import { createLogger } from '@slipway/logging';
import request from 'supertest';
import { createService } from '../create-service.ts';
import { entrySchema, writeEntryPath, writeEntryRoute } from './write-entry-route.ts';

const quiet = createLogger({ format: 'json', sink: { write: () => undefined, flush: () => undefined } });

/** A service whose store writes like this. */
function aService(write: (entry: object) => Promise<string>, delayMs = 0) {
  return createService({
    name: 'keeper',
    logger: quiet,
    routes: { '/': { get: writeEntryRoute({ store: { write }, delayMs: () => delayMs }) } },
    openapi: { title: 'k', description: 'k', paths: { '/': writeEntryPath }, schemas: { Entry: entrySchema } },
  }).app;
}

const failing = (code: string) => () =>
  Promise.reject(new EntryStoreError('write', Object.assign(new Error('disk'), { code })));

describe('GET /', () => {
  it('answers with the entry that was kept and its file', async () => {
    const kept: object[] = [];
    const write = async (entry: object) => `20261121T06/${kept.push(entry)}.log`;
    const { status, body } = await request(aService(write)).get('/');
    expect({ status, body }).toEqual({ status: 200, body: { ...kept[0], file: '20261121T06/1.log' } });
  });

  it.each([
    ['ENOSPC', 507, 'StorageFull', 'No room is left for the entry.'],
    ['EROFS', 500, 'StorageUnwritable', 'The entry could not be kept.'],
  ])('answers %s with %i', async (errno, status, code, detail) => {
    expect((await request(aService(failing(errno))).get('/')).body).toMatchObject({ status, code, detail });
  });

  it('answers what it does not know with 500', async () => {
    const write = () => Promise.reject(new TypeError('a bug'));
    expect((await request(aService(write)).get('/')).body).toMatchObject({ status: 500, code: 'InternalError' });
  });

  it('keeps nothing for a client that left meanwhile', async () => {
    const write = jest.fn();
    const app = aService(write, 50);
    const left = new Promise<void>((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number };
        const gone = new AbortController();
        server.once('request', (_req, res) => {
          res.once('close', () => setTimeout(() => server.close(() => resolve()), 100));
          gone.abort();
        });
        fetch(`http://127.0.0.1:${port}/`, { signal: gone.signal }).catch(() => undefined);
      });
    });
    await left;
    expect(write).not.toHaveBeenCalled();
  });
});
