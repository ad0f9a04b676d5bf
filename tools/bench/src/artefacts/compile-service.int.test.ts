import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startTimed } from '../processes/start-timed.ts';
import { compileService } from './compile-service.ts';
import { LISTENING, portIn, serviceEnv } from './service-env.ts';

const workspace = resolve(import.meta.dirname, '..', '..', '..', '..');

describe('compileService', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'slipway-compiled-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gives a service that runs apart from the workspace, with what it imports and no more', async () => {
    const main = await compileService({ workspace, project: 'data-api', folder: join(folder, 'app') });
    const service = await startTimed({
      program: process.execPath,
      args: [main],
      env: serviceEnv(join(folder, 'logs')),
      ready: LISTENING,
      signal: new AbortController().signal,
    });
    const answer = await fetch(`http://127.0.0.1:${portIn(service.stdout())}/healthz`);
    await service.end();
    expect(answer.status).toBe(200);

    const modules = join(folder, 'app', 'node_modules');
    expect(readdirSync(join(modules, '@slipway')).sort()).toEqual(['entry-store', 'health', 'logging', 'service-kit']);
    expect(existsSync(join(modules, 'winston', 'package.json'))).toBe(true);
    for (const unused of ['typescript', 'jest', 'esbuild']) expect(existsSync(join(modules, unused))).toBe(false);
  });
});
