import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServiceProcess, startServiceProcess } from '@slipway/service-testing';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

const API_BASE_URL = 'http://backend-api/';
const folder = mkdtempSync(join(tmpdir(), 'slipway-internal-service-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `${text}\n`);
  return path;
}

describe('the settings', () => {
  it.each(['', 'TRUE', '1', 'yes', 'true ', 'False', 'production'])('with PROD %j do not start', async (PROD) => {
    const { code, output } = await runServiceProcess({ project: 'internal-service', env: { API_BASE_URL, PROD } });
    expect(code).toBe(78);
    expect(output).toContain('PROD: must be one of true, false');
  });

  it.each([
    ['ftp://backend-api/', 'API_BASE_URL: must be an http or https URL'],
    ['backend-api', 'API_BASE_URL: must be an http or https URL'],
    ['http://user:canary-pass@backend-api/', 'API_BASE_URL: must be a URL without user and password'],
    ['http://backend-api/?key=canary-pass', 'API_BASE_URL: must have neither query nor fragment'],
    ['http://backend-api/#top', 'API_BASE_URL: must have neither query nor fragment'],
  ])('with API_BASE_URL %j do not start', async (url, fault) => {
    const { code, output } = await runServiceProcess({ project: 'internal-service', env: { API_BASE_URL: url } });
    expect(code).toBe(78);
    expect(output).toContain(fault);
    expect(output).not.toContain('canary-pass');
  });

  it('are all faulted at once', async () => {
    const env = { PROD: 'maybe', MAX_CONNECTIONS: '0', SECRET_KEY: 'canary\u0007', API_BASE_URL: 'backend' };
    const { code, output } = await runServiceProcess({ project: 'internal-service', env });
    expect(code).toBe(78);
    for (const name of ['PROD', 'MAX_CONNECTIONS', 'SECRET_KEY', 'API_BASE_URL']) expect(output).toContain(`${name}: `);
    expect(output).not.toContain('canary');
  });
});

describe('the program', () => {
  it('shows the current value of a live setting from a file, and never the content of a secret one', async () => {
    const env = {
      API_BASE_URL,
      MAX_CONNECTIONS_FILE: aFile('max', '10'),
      SECRET_KEY_FILE: aFile('key', 'canary-one-long-enough'),
    };
    await using service = await startServiceProcess({ project: 'internal-service', env });
    const config = async () => (await (await fetch(`${service.url}/config`)).json()) as Record<string, unknown>;
    expect(await config()).toMatchObject({
      MAX_CONNECTIONS: { value: 10, source: 'file' },
      SECRET_KEY: { set: true },
    });
    aFile('max', '20');
    aFile('key', 'canary-two-long-enough');
    await service.waitForLine(({ message, setting }) => message === 'setting changed' && setting === 'MAX_CONNECTIONS');
    await service.waitForLine(({ message, setting }) => message === 'setting changed' && setting === 'SECRET_KEY');
    expect(await config()).toMatchObject({ MAX_CONNECTIONS: { value: 20, source: 'file' }, SECRET_KEY: { set: true } });
    const shown = (await (await fetch(service.url)).json()) as Record<string, unknown>;
    expect(shown).toMatchObject({
      MAX_CONNECTIONS_FILE: env.MAX_CONNECTIONS_FILE,
      SECRET_KEY_FILE: env.SECRET_KEY_FILE,
    });
    expect(JSON.stringify(shown) + service.output()).not.toContain('canary');
  });

  it('ends with 0 after SIGTERM', async () => {
    await using service = await startServiceProcess({ project: 'internal-service', env: { API_BASE_URL } });
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });
});
