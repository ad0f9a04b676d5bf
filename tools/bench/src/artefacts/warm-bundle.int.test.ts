import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleService } from './bundle-for-test.ts';
import { tryCache } from './cache-verdict.ts';
import { serviceEnv } from './service-env.ts';
import type { WarmBundle } from './warm-bundle.ts';
import { warmBundle } from './warm-bundle.ts';

describe('the compile cache of a service, made as in its image', () => {
  let root: string;
  let bundle: string;
  let warm: WarmBundle;
  const signal = new AbortController().signal;
  const start = (warmed: WarmBundle) => tryCache(warmed, serviceEnv(join(root, 'logs')), signal);

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'slipway-warm-'));
    bundle = await bundleService('backend-api', join(root, 'built', 'main.js'));
    warm = await warmBundle(bundle, join(root, 'app'));
  });
  afterAll(() => {
    setMode(root, 0o700);
    rmSync(root, { recursive: true, force: true });
  });

  it('is accepted by the next start and not written again, also in a folder that may only be read', async () => {
    setMode(warm.cache, 0o500);
    expect(await start(warm)).toEqual({ verdict: 'accepted', isRewritten: false });
  });

  it('has the same bytes each time it is made at the same path', async () => {
    const contents = () =>
      readdirSync(again.cache, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name)).toString('base64')]);
    const again = await warmBundle(bundle, join(root, 'again'));
    const first = contents();
    rmSync(again.cache, { recursive: true });
    await warmBundle(bundle, join(root, 'again'));
    expect(first).toHaveLength(1);
    expect(contents()).toEqual(first);
  });

  it('is passed over when it belongs to another bundle, and the service starts without it', async () => {
    const other = await bundleService('data-api', join(root, 'other', 'main.js'));
    const mixed = await warmBundle(other, join(root, 'mixed'));
    await bundleService('backend-api', mixed.main);
    expect((await start(mixed)).verdict).toBe('absent');
  });
});

function setMode(folder: string, mode: number): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) setMode(join(folder, entry.name), mode);
  }
  chmodSync(folder, mode);
}
