import { kubectl, NAMESPACE } from './support/cluster.ts';
import { readImage } from './support/image-layers.ts';
import { runOk } from './support/run.ts';
import { workspace } from './support/workspace.ts';

const MB = 1_000_000;
const SERVICES = ['backend-api', 'data-api', 'internal-service'] as const;
const WORKLOADS = {
  'backend-api': 'deployment/backend-api',
  'data-api': 'statefulset/data-api',
  'internal-service': 'deployment/internal-service',
} as const;

describe.each([...SERVICES, 'health-check'])('the image of %s', (name) => {
  it('adds at most 0.6 MB to its base, and holds no shell', async () => {
    await runOk('npx', ['nx', 'docker', name], { cwd: workspace });
    const { layerBytes, paths, config } = await readImage(workspace, name);
    const [, ...ours] = layerBytes;

    expect(ours.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(0.6 * MB);
    expect(paths).toContain('/app/main.js');
    expect(paths.filter((path) => /\/(?:[a-z]{0,2}sh|busybox|toybox)$/.test(path))).toEqual([]);
    expect(config.config.User).toBe('65532:65532');
  });
});

/** Runs in the container: who it is, what it can write, and what Node says of the compile cache for the real program. */
const ASK = `
const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const write = (path) => { try { writeFileSync(path, ''); return 'written'; } catch (error) { return error.code; } };
const check = spawnSync(process.execPath, ['/app/main.js', '--check', 'http://127.0.0.1:5000/healthz'], {
  encoding: 'utf8',
  env: { ...process.env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' },
});
console.log(JSON.stringify({
  user: [process.getuid(), process.getgid()],
  writes: ['/probe', '/app/probe', '/app/cache/probe', '/usr/probe'].map(write),
  exitCode: check.status,
  cache: check.stderr.split('\\n').filter((line) => /code cache for CommonJS \\/app\\/main.js/.test(line)),
}));
`;

describe.each(SERVICES)('the container of %s', (name) => {
  it('runs as its user on a root it cannot write, without a shell, from the compile cache of its image', async () => {
    const answer = await inContainer(name, ['node', '-e', ASK]);
    expect(JSON.parse(answer)).toEqual({
      user: [65532, 65532],
      writes: ['EROFS', 'EROFS', 'EROFS', 'EROFS'],
      exitCode: 0,
      cache: [expect.stringContaining('was accepted')],
    });
    await expect(inContainer(name, ['sh', '-c', 'true'])).rejects.toThrow(/executable file.*not found/);
  });
});

function inContainer(name: (typeof SERVICES)[number], command: string[]): Promise<string> {
  return kubectl(['exec', WORKLOADS[name], '-n', NAMESPACE, '-c', name, '--', ...command]);
}
