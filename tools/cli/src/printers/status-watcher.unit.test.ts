import type { StatusReport } from '@slipway/contracts';
import { createStatusWatcher } from './status-watcher.ts';

const release = (change: Partial<StatusReport['releases'][number]> = {}): StatusReport['releases'][number] => ({
  name: 'web',
  project: 'web',
  namespace: 'shop',
  environment: 'local',
  status: 'deployed',
  revision: 1,
  ageMs: 1000,
  digests: [],
  ready: 1,
  wanted: 1,
  isReady: true,
  workloads: [],
  drift: { state: 'none', fields: [] },
  ...change,
});
const report = (...releases: StatusReport['releases']): StatusReport => ({
  schema: 'slipway.status/v1',
  environment: 'local',
  releases,
});

function watch(isLive: boolean, size: { columns?: number; rows?: number } = {}) {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), ...size };
  return { ...createStatusWatcher({ stream, now: () => 0, isLive }), written };
}

describe('createStatusWatcher in a pipe', () => {
  it('prints a line for each row that changed, and none for time alone', () => {
    const { show, written } = watch(false);
    show(report(release()));
    show(report(release({ ageMs: 90_000 })));
    show(report(release({ ready: 0, isReady: false })));
    show(report());
    expect(written).toEqual([
      '1970-01-01T00:00:00Z  local/web  healthy  1/1  1  -  -  -  shop\n',
      '1970-01-01T00:00:00Z  local/web  rolling out  0/1  1  -  -  -  shop\n',
      '1970-01-01T00:00:00Z  local/web  gone\n',
    ]);
  });

  it('tells an environment that cannot be read', () => {
    const { show, written } = watch(false);
    show({ ...report(), environments: [{ name: 'dev', error: { code: 'ApiUnreachable', message: 'no answer.' } }] });
    expect(written).toEqual(['1970-01-01T00:00:00Z  dev  ApiUnreachable  no answer.\n']);
  });
});

describe('createStatusWatcher on a terminal', () => {
  it('draws in place, only what changed, and shows the cursor again', () => {
    const { show, end, written } = watch(true);
    show(report(release()));
    show(report(release()));
    show(report(release({ revision: 2 })));
    end();
    expect(written).toHaveLength(3);
    expect(written[0]).toMatch(/^\u001b\[\?25lRELEASE/);
    expect(written[1]).toMatch(/^\u001b\[2A\u001b\[0JRELEASE/);
    expect(written[2]).toBe('\u001b[?25h');
  });

  it('cuts what would wrap or scroll', () => {
    const { show, written } = watch(true, { columns: 20, rows: 4 });
    show(report(release(), release({ name: 'b' }), release({ name: 'c' }), release({ name: 'd' })));
    const lines = (written[0] ?? '').replace('\u001b[?25l', '').split('\n').slice(0, -1);
    expect(lines).toHaveLength(3);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(20);
    expect(lines.at(-1)).toBe('… 3 more lines');
  });
});
