import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toClusterPaths } from '../cluster-paths.ts';
import { toKindConfig } from './kind-config.ts';
import { kindDown, kindUp } from './kind-provider.ts';
import type { Run } from './kind-provider.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'slipway-kind-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Answers by the beginning of the command line and notes every call. */
function aRun(answers: Record<string, string>): { run: Run; calls: string[] } {
  const calls: string[] = [];
  const run: Run = (program, args) => {
    const line = [program, ...args].join(' ');
    calls.push(line);
    const key = Object.keys(answers).find((start) => line.startsWith(start));
    return Promise.resolve(key ? (answers[key] ?? '') : '');
  };
  return { run, calls };
}

describe('toKindConfig', () => {
  it('leads the ingress ports in from loopback alone', () => {
    const { nodes, name } = parse(toKindConfig());
    expect(name).toBe('dev-cluster');
    expect(
      nodes[0].extraPortMappings.map(({ hostPort, listenAddress }: Record<string, unknown>) => [
        hostPort,
        listenAddress,
      ]),
    ).toEqual([
      [8080, '127.0.0.1'],
      [8443, '127.0.0.1'],
    ]);
  });
});

describe('kindUp', () => {
  const paths = () => toClusterPaths('local', { SLIPWAY_STATE_DIR: folder });
  const networks = { 'docker inspect': '{"bridge":{},"kind":{}}' };

  it('creates the registry and the cluster where there are none', async () => {
    const { run, calls } = aRun({ 'kind get nodes': 'dev-cluster-control-plane\n', 'docker inspect': '{"bridge":{}}' });
    const info = await kindUp(paths(), {}, run);
    expect(info).toMatchObject({ provider: 'kind', context: 'kind-dev-cluster', registry: '127.0.0.1:5050' });
    expect(calls).toContainEqual(expect.stringMatching(/^docker run .*-p 127\.0\.0\.1:5050:5000 /));
    expect(calls).toContainEqual(expect.stringMatching(/^kind create cluster /));
    expect(calls).toContain('docker network connect kind slipway-registry');
    expect(calls).toContainEqual(expect.stringMatching(/^kubectl .* create -f -$/));
  });

  it('leaves alone what is there', async () => {
    const { run, calls } = aRun({
      ...networks,
      'docker ps': 'other running\nslipway-registry running\ndev-cluster-control-plane running\n',
      'kind get clusters': 'dev-cluster\n',
      'kind get nodes': 'dev-cluster-control-plane\n',
      'kubectl --kubeconfig': 'secret/backend-api-integration-key\n',
    });
    await kindUp(paths(), {}, run);
    expect(
      calls.filter((call) => /docker (run|start)|kind create|network connect|kubectl .* create/.test(call)),
    ).toEqual([]);
  });

  it('wakes the node of a cluster that is there and waits until it answers', async () => {
    const { run, calls } = aRun({
      ...networks,
      'kind get clusters': 'dev-cluster\n',
      'kind get nodes': 'dev-cluster-control-plane\n',
    });
    let asked = 0;
    const flaky: Run = (program, args) =>
      args.includes('/readyz') && asked++ === 0 ? Promise.reject(new Error('refused')) : run(program, args);
    await kindUp(paths(), {}, flaky);
    expect(calls).toContain('docker start dev-cluster-control-plane');
    expect(asked).toBe(2);
  });

  it('removes the half cluster of a making that was stopped, and tells of the stop', async () => {
    const stop = new AbortController();
    const calls: [string, boolean][] = [];
    const run: Run = (program, args, _input, signal) => {
      calls.push([[program, ...args.slice(0, 2)].join(' '), signal !== undefined]);
      if (args[0] !== 'create') return Promise.resolve('');
      stop.abort(new Error('stopped by SIGINT.'));
      return Promise.reject(new Error('stopped'));
    };
    await expect(kindUp(paths(), { signal: stop.signal }, run)).rejects.toThrow('stopped by SIGINT.');
    expect(calls.slice(-2)).toEqual([
      ['kind create cluster', true],
      ['kind delete cluster', false],
    ]);
  });

  it('asks for kubectl before it makes anything', async () => {
    const calls: string[] = [];
    const run: Run = (program) => {
      calls.push(program);
      return Promise.reject(new Error('run kubectl version --client: the program was not found.'));
    };
    await expect(kindUp(paths(), {}, run)).rejects.toMatchObject({
      code: 'KindFailed',
      hint: 'Install kubectl, so that it is on PATH.',
    });
    expect(calls).toEqual(['kubectl']);
  });

  it('says what failed', async () => {
    const run: Run = () => Promise.reject(new Error('docker: no engine'));
    await expect(kindUp(paths(), {}, run)).rejects.toMatchObject({
      code: 'KindFailed',
      message: expect.stringContaining('no engine'),
    });
  });
});

describe('kindDown', () => {
  it.each([
    [false, 'docker stop slipway-registry'],
    [true, 'docker rm -f -v slipway-registry'],
  ])('with purge %s runs %s', async (purge, expected) => {
    const { run, calls } = aRun({ 'docker ps': 'slipway-registry\n' });
    await kindDown(toClusterPaths('local', { SLIPWAY_STATE_DIR: folder }), { purge }, run);
    expect(calls).toContain(expected);
  });
});
