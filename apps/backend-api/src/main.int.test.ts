import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServiceProcess } from '@slipway/service-testing';
import type { FaultyUpstream } from './__fixtures__/faulty-upstream.ts';
import { ENTRY, faults, startFaultyUpstream } from './__fixtures__/faulty-upstream.ts';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'slipway-main-'));
let upstream: FaultyUpstream;
let second: FaultyUpstream;

beforeAll(async () => {
  upstream = await startFaultyUpstream({ answer: faults.well });
  second = await startFaultyUpstream({ answer: faults.well });
});
afterAll(async () => {
  await upstream.close();
  await second.close();
  rmSync(root, { recursive: true, force: true });
});

const keysOf = ({ calls }: FaultyUpstream) => calls.map(({ headers }) => headers.authorization);

describe('the program', () => {
  it('uses a rotated key and address at the next call, in the same process, and logs no key', async () => {
    const [key, url] = [join(root, 'key'), join(root, 'url')];
    writeFileSync(key, 'canary-one\n');
    writeFileSync(url, `${upstream.url('well')}\n`);
    await using service = await startServiceProcess({
      project: 'backend-api',
      env: { EXTERNAL_LOGS_URL_FILE: url, EXTERNAL_INTEGRATION_KEY_DEVELOPMENT_FILE: key },
    });
    const download = async () => (await fetch(`${service.url}/download_external_logs?env=development`)).text();
    expect(await download()).toBe(ENTRY);
    writeFileSync(key, 'canary-two\n');
    await service.waitForLine((line) => line['setting'] === 'EXTERNAL_INTEGRATION_KEY_DEVELOPMENT');
    expect(await download()).toBe(ENTRY);
    writeFileSync(url, `${second.url('well')}\n`);
    await service.waitForLine((line) => line['setting'] === 'EXTERNAL_LOGS_URL');
    expect(await download()).toBe(ENTRY);
    writeFileSync(key, 'canary three \u00e9\n');
    await service.waitForOutput('setting kept its former value');
    expect(await download()).toBe(ENTRY);
    expect([keysOf(upstream), keysOf(second)]).toEqual([
      ['Bearer canary-one', 'Bearer canary-two'],
      ['Bearer canary-two', 'Bearer canary-two'],
    ]);
    expect(service.output()).not.toContain('canary');
    expect((await service.stop()).code).toBe(0);
    expect(service.lines().filter(({ message }) => message === 'listening')).toHaveLength(1);
  });

  it('starts and keeps entries with no settings at all, since its provider has an address by default', async () => {
    await using service = await startServiceProcess({ project: 'backend-api', env: { WORK_DELAY_MS: '0' } });
    expect((await fetch(`${service.url}/`)).status).toBe(200);
    expect((await fetch(`${service.url}/download_external_logs`)).status).toBe(400);
    const missing = await fetch(`${service.url}/download_external_logs?env=staging`);
    expect(await missing.json()).toMatchObject({ status: 503, code: 'IntegrationKeyMissing' });
  });
});
