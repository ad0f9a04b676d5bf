import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComponentSpec } from '../component.ts';
import { waitFor } from '../wait-for.ts';
import { countFailures, LONGEST_WAIT_MS, STEADY_AFTER_MS, toBackOffMs } from './back-off.ts';
import { askSupervisor, serveControl } from './control.ts';
import { rotateLog } from './log-file.ts';
import { supervise, toStopWaves } from './supervise.ts';
import type { Supervision } from './supervise.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'slipway-supervisor-'))));
afterEach(() => rm(folder, { recursive: true }));

const aSpec = (name: string, script: string, after: string[] = []): ComponentSpec => ({
  name,
  program: process.execPath,
  args: ['-e', script],
  env: {},
  readiness: { kind: 'started' },
  after,
  stopGraceMs: 200,
});
const FOREVER = 'setInterval(() => undefined, 1000)';

describe('supervise', () => {
  let supervision: Supervision;
  beforeEach(() => (supervision = supervise(folder, () => undefined)));
  afterEach(() => supervision.stop());
  const status = (name: string) => supervision.statuses().find((candidate) => candidate.name === name);
  const until = (isSo: () => boolean) =>
    waitFor(() => Promise.resolve(isSo() || undefined), { timeoutMs: 5000, pollMs: 10 });

  it('starts a component once those it needs are ready', async () => {
    await supervision.reconcile([aSpec('late', FOREVER, ['early']), aSpec('early', FOREVER)]);
    expect(status('late')?.state).toBe('waiting');
    expect(await until(() => status('late')?.state === 'ready')).toBe(true);
    expect(status('early')?.state).toBe('ready');
  });

  it('starts a component again when it ends, and tells how it ended', async () => {
    await supervision.reconcile([aSpec('weak', 'process.exit(3)')]);
    expect(await until(() => (status('weak')?.restarts ?? 0) >= 2)).toBe(true);
    expect(status('weak')?.lastExit).toBe('exit code 3');
  });

  it('leaves unchanged components alone, starts changed ones anew and stops the others', async () => {
    await supervision.reconcile([aSpec('kept', FOREVER), aSpec('changed', FOREVER), aSpec('dropped', FOREVER)]);
    await until(() => supervision.statuses().every(({ state }) => state === 'ready'));
    const before = { kept: status('kept')?.pid, changed: status('changed')?.pid };
    await supervision.reconcile([aSpec('kept', FOREVER), aSpec('changed', `${FOREVER} // new`)]);
    await until(() => supervision.statuses().every(({ state }) => state === 'ready'));
    expect(status('kept')?.pid).toBe(before.kept);
    expect(status('changed')?.pid).not.toBe(before.changed);
    expect(status('dropped')).toBeUndefined();
  });

  it('tries what failed before at once when asked to reconcile', async () => {
    const spec = aSpec('weak', `require('node:fs').readFileSync(${JSON.stringify(join(folder, 'there'))}); ${FOREVER}`);
    await supervision.reconcile([spec]);
    expect(await until(() => (status('weak')?.restarts ?? 0) >= 3)).toBe(true);
    await writeFile(join(folder, 'there'), '');
    await until(() => status('weak')?.state === 'backing-off');
    await supervision.reconcile([spec]);
    expect(status('weak')?.restarts).toBe(0);
    expect(await until(() => status('weak')?.state === 'ready')).toBe(true);
  });

  it('kills a component that does not end when asked', async () => {
    await supervision.reconcile([aSpec('stubborn', `process.on('SIGTERM', () => undefined); ${FOREVER}`)]);
    await until(() => status('stubborn')?.state === 'ready');
    const pid = status('stubborn')?.pid ?? 0;
    await supervision.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('writes what a component prints into its own log', async () => {
    await supervision.reconcile([aSpec('talker', `process.stdout.write('hello'); ${FOREVER}`)]);
    const log = join(folder, 'talker.log');
    expect(
      await waitFor(async () => (await readFile(log, 'utf8')).endsWith('hello') || undefined, { timeoutMs: 5000 }),
    ).toBe(true);
  });
});

describe('toStopWaves', () => {
  it('stops what others need after those others', () => {
    const specs = [
      { name: 'registry', after: [] },
      { name: 'etcd', after: [] },
      { name: 'api', after: ['etcd'] },
      { name: 'kubelet', after: ['api', 'registry'] },
      { name: 'proxy', after: ['api'] },
    ];
    expect(toStopWaves(specs)).toEqual([['kubelet', 'proxy'], ['registry', 'api'], ['etcd']]);
  });
});

describe('back-off', () => {
  it('doubles up to the longest wait', () => {
    expect([0, 1, 2, 3, 20].map(toBackOffMs)).toEqual([0, 250, 500, 1000, LONGEST_WAIT_MS]);
  });
  it('begins anew after a long run', () => {
    expect(countFailures(7, STEADY_AFTER_MS)).toBe(1);
    expect(countFailures(7, STEADY_AFTER_MS - 1)).toBe(8);
  });
});

describe('control socket', () => {
  it('answers known words and nothing else', async () => {
    const path = join(folder, 'control.sock');
    const asked: string[] = [];
    const answer = { schema: 'slipway.supervisor/v1' as const, pid: 1, startTicks: 2, boot: 'b', components: [] };
    const control = await serveControl(path, (command) => {
      asked.push(command);
      return Promise.resolve(answer);
    });
    expect(await askSupervisor(path, 'status')).toEqual(answer);
    expect(await askSupervisor(path, 'destroy' as 'status')).toBeUndefined();
    expect(asked).toEqual(['status']);
    control.close();
    expect(await askSupervisor(path, 'status')).toBeUndefined();
  });
});

describe('rotateLog', () => {
  it('empties a large log in place and keeps two older ones', async () => {
    const log = join(folder, 'x.log');
    for (const content of ['first', 'second', 'third']) {
      await writeFile(log, content);
      expect(await rotateLog(log, 3)).toBe(true);
    }
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    expect([await read('x.log'), await read('x.log.1'), await read('x.log.2')]).toEqual(['', 'third', 'second']);
    expect(await rotateLog(log, 3)).toBe(false);
  });
});
