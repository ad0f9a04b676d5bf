import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService } from '../create-service.ts';
import { sendJson } from '../routes/send-json.ts';
import { integer, secret } from '../settings/setting.ts';
import type { ServiceDefinition } from './run-service.ts';
import { runService } from './run-service.ts';
import { createFakeHost } from './test-support/fake-host.ts';
import type { FakeHost } from './test-support/fake-host.ts';

/* The parts of a program in this process, where every branch can be seen; run-service.int.test.ts runs it for real. */

const settings = {
  SAMPLE_SIZE: integer({ defaultValue: 1, min: 0, max: 9, isLive: true, description: 'a size' }),
  SAMPLE_KEY: secret({ description: 'a key' }),
};

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'slipway-host-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a small service in a process of memory. */
async function run(host: FakeHost, changes: Partial<ServiceDefinition<typeof settings>> = {}) {
  const lines: Record<string, unknown>[] = [];
  const sink = { write: (line: string) => void lines.push(JSON.parse(line) as never), flush: jest.fn() };
  const definition: ServiceDefinition<typeof settings> = {
    name: 'sample',
    settings,
    create: async ({ logger, health, settings: { values } }) => ({
      service: createService({
        name: 'sample',
        logger,
        health,
        routes: {
          '/': { get: (_req, res) => sendJson(res, 200, { size: values.SAMPLE_SIZE }) },
          '/fault': {
            get: (_req, res) => {
              health.setFault('store', 'full');
              health.setFault('store', undefined);
              sendJson(res, 200, {});
            },
          },
        },
        openapi: { title: 'sample', description: 'A sample.', paths: {} },
      }),
    }),
    ...changes,
  };
  await runService(definition, { host, createSink: () => sink });
  const said = (message: string) => lines.find((line) => line['message'] === message);
  const whenSaid = async (message: string) => {
    for (;;) {
      const line = said(message);
      if (line !== undefined) return line;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { lines, sink, said, whenSaid, base: `http://127.0.0.1:${said('listening')?.['port'] as number}` };
}

describe('runService', () => {
  it('listens, tells readiness as it turns, and ends with 0 after SIGTERM', async () => {
    const host = createFakeHost();
    const { base, lines, sink } = await run(host);
    expect(await (await fetch(`${base}/`)).json()).toEqual({ size: 1 });
    await fetch(`${base}/fault`);
    host.emit('SIGTERM', 'SIGTERM');
    expect(await host.exited).toBe(0);
    const messages = lines.map(({ message }) => message).filter((message) => message !== 'request');
    expect(messages).toEqual(['listening', 'not ready', 'ready again', 'draining', 'stopped']);
    expect(lines[0]).toMatchObject({ message: 'listening', pid: 4711, service: 'sample' });
    expect(sink.flush).toHaveBeenCalled();
  });

  it('says at the start that it is not ready, and which setting looks misspelt', async () => {
    const host = createFakeHost({ env: { LOG_LEVLE: 'debug' } });
    const { said } = await run(host, {
      create: async ({ logger, health }) => {
        health.setFault('store', 'full');
        const openapi = { title: 'sample', description: 'A sample.', paths: {} };
        return { service: createService({ name: 'sample', logger, health, routes: {}, openapi }) };
      },
    });
    expect(said('not ready')).toMatchObject({ level: 'warn', reasons: { store: 'full' } });
    expect(said('unknown setting')).toMatchObject({ hint: expect.stringContaining('LOG_LEVEL') });
    host.emit('SIGINT', 'SIGINT');
    expect(await host.exited).toBe(0);
  });

  it('ends with 0 when it is told to stop before it listens', async () => {
    const host = createFakeHost();
    void run(host, { create: () => new Promise(() => undefined) });
    host.emit('SIGTERM', 'SIGTERM');
    expect(await host.exited).toBe(0);
  });

  it('ends with 1 when it cannot be put together, without the key in the reason', async () => {
    const host = createFakeHost({ env: { SAMPLE_KEY: 'canary-key' } });
    const create = () => Promise.reject(new Error('no luck with canary-key'));
    const { said } = await run(host, { create });
    expect(await host.exited).toBe(1);
    expect(said('start failed')).toMatchObject({ error: { message: 'no luck with [redacted]' } });
  });

  it.each([
    ['json', /"message":"setting SAMPLE_SIZE: /],
    ['pretty', /error.*setting SAMPLE_SIZE: /],
  ])('ends with 78 and says why in form %s', async (LOG_FORMAT, expected) => {
    const host = createFakeHost({ env: { SAMPLE_SIZE: 'much', LOG_FORMAT } });
    await run(host);
    expect(await host.exited).toBe(78);
    expect(host.written.err).toMatch(expected);
    expect(host.written.err).toContain('cannot start: 1 setting has a fault');
  });

  it('lists the faults between settings as well', async () => {
    const host = createFakeHost({ env: { PORT: '7000', METRICS_PORT: '7000' } });
    await run(host, { findFaults: () => ['SAMPLE_SIZE: does not fit.'] });
    expect(await host.exited).toBe(78);
    expect(host.written.err).toContain('SAMPLE_SIZE: does not fit.');
    expect(host.written.err).toContain('cannot start: 2 settings have faults');
  });

  it('does not take a fault of the program for one of the settings', async () => {
    const findFaults = () => {
      throw new TypeError('a bug');
    };
    await expect(run(createFakeHost(), { findFaults })).rejects.toThrow('a bug');
  });

  it('takes live settings from changed files, keeps what is wrong, and names what needs a restart', async () => {
    const files = { LOG_LEVEL: 'info', SAMPLE_SIZE: '2', KEEP_ALIVE_TIMEOUT_MS: '1000' };
    const env = Object.fromEntries(
      Object.entries(files).map(([name, content]) => {
        writeFileSync(join(folder, name), content);
        return [`${name}_FILE`, join(folder, name)];
      }),
    );
    const host = createFakeHost({ env });
    const { base, whenSaid, lines } = await run(host);
    writeFileSync(join(folder, 'LOG_LEVEL'), 'debug');
    expect(await whenSaid('setting changed')).toMatchObject({ setting: 'LOG_LEVEL' });
    writeFileSync(join(folder, 'KEEP_ALIVE_TIMEOUT_MS'), '2000');
    expect(await whenSaid('restart needed')).toMatchObject({ setting: 'KEEP_ALIVE_TIMEOUT_MS' });
    writeFileSync(join(folder, 'SAMPLE_SIZE'), 'much');
    expect(await whenSaid('setting kept its former value')).toMatchObject({ level: 'warn' });
    expect(await (await fetch(`${base}/`)).json()).toEqual({ size: 2 });
    host.emit('SIGUSR2');
    expect(lines.at(-1)).toMatchObject({ message: 'log level changed', logLevel: 'debug' });
    host.emit('SIGTERM', 'SIGTERM');
    await host.exited;
  });

  it.each(['uncaughtException', 'unhandledRejection'])('ends with 1 and one line after %s', async (event) => {
    const host = createFakeHost();
    const { said, whenSaid } = await run(host);
    host.emit(event, new Error('nobody caught this'));
    expect(await host.exited).toBe(1);
    expect(said('crashed')).toMatchObject({ event, error: { message: 'nobody caught this' } });
    host.emit('SIGTERM', 'SIGTERM'); // This process did not really end, and still listens.
    await whenSaid('stopped');
  });

  it.each([
    ['an unknown argument', ['--serve'], 64, 'sample: unknown argument --serve'],
    ['--check without a URL', ['--check'], 64, 'use: --check'],
    ['--check of nothing', ['--check', 'ftp://x'], 1, 'failed ftp://x is not an http or https URL'],
    ['--warm', ['--warm'], undefined, ''],
    ['--help', ['--help'], undefined, 'METRICS_PORT (9464): port of GET /metrics'],
  ])('ends for %s', async (_title, args, code, text) => {
    const host = createFakeHost({ args });
    await run(host);
    expect(host.exitCode).toBe(code);
    expect(host.written.out + host.written.err).toContain(text);
  });
});
