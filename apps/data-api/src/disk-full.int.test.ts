import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceProcess } from '@slipway/service-testing';
import { killServiceProcesses, startServiceProcess } from '@slipway/service-testing';

/** Readiness comes back with the next of the tries that the service makes every two seconds. */
jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'slipway-disk-full-'));
const mounted = join(root, 'disk');

function mountSmallDisk(): boolean {
  mkdirSync(mounted);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mounted], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const canMount = process.getuid?.() === 0 && mountSmallDisk();
afterAll(async () => {
  await killServiceProcesses();
  if (canMount) execFileSync('umount', [mounted]);
  rmSync(root, { recursive: true, force: true });
});

const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, mounted]);

function toEntries(): string[] {
  const names = readdirSync(mounted, { recursive: true }).map(String);
  return names.filter((name) => name.endsWith('.log'));
}

async function statusOf({ url }: ServiceProcess, path: string): Promise<number> {
  const answer = await fetch(`${url}${path}`);
  await answer.text();
  return answer.status;
}

async function untilReady(service: ServiceProcess, status: number): Promise<void> {
  while ((await statusOf(service, '/readyz')) !== status) await new Promise((resolve) => setTimeout(resolve, 20));
}

(canMount ? describe : describe.skip)('a disk that fails', () => {
  it('is answered 507 when full, with no torn file, and used again when there is room', async () => {
    const filler = join(mounted, 'filler');
    const service = await startServiceProcess({ project: 'data-api', env: { LOG_DIR: mounted, WORK_DELAY_MS: '0' } });
    expect(await statusOf(service, '/')).toBe(200);
    writeFileSync(filler, Buffer.alloc(200 * 1024));
    let kept = 1;
    let problem: { status: number; code: string } | undefined;
    while (problem === undefined) {
      const answer = await fetch(service.url);
      if (answer.status === 200) {
        kept += 1;
        await answer.text();
      } else problem = (await answer.json()) as { status: number; code: string };
    }
    expect(problem).toMatchObject({ status: 507, code: 'StorageFull' });
    expect([await statusOf(service, '/readyz'), await statusOf(service, '/healthz')]).toEqual([503, 200]);
    rmSync(filler);
    await untilReady(service, 200);
    expect(await statusOf(service, '/')).toBe(200);
    const files = toEntries();
    expect(files).toHaveLength(kept + 1);
    for (const file of files) expect(readFileSync(join(mounted, file), 'utf8')).toMatch(/^\{.*\}\n$/);
    await service.stop();
  });

  it('is answered 500 when it cannot be written, and used again when it can', async () => {
    const service = await startServiceProcess({ project: 'data-api', env: { LOG_DIR: mounted, WORK_DELAY_MS: '0' } });
    const before = toEntries().length;
    remount('ro');
    const answer = await fetch(service.url);
    expect(await answer.json()).toMatchObject({ status: 500, code: 'StorageUnwritable' });
    expect(await statusOf(service, '/readyz')).toBe(503);
    remount('rw');
    await untilReady(service, 200);
    expect(await statusOf(service, '/')).toBe(200);
    expect(toEntries()).toHaveLength(before + 1);
    await service.stop();
  });
});
