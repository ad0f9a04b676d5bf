import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'slipway-main-'));
const keys: (string | undefined)[] = [];
const upstream = createServer((req, res) => {
  keys.push(req.headers.authorization);
  res.end('{"file":"a"}\n');
});
let child: ChildProcess;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
});
afterAll(async () => {
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
  upstream.close();
  upstream.closeAllConnections();
  rmSync(root, { recursive: true, force: true });
});

/** Starts backend-api; gives a function that waits for a line it logs. */
function start(env: NodeJS.ProcessEnv): (message: string) => Promise<Record<string, unknown>> {
  child = spawn(process.execPath, [join(__dirname, 'main.ts')], {
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: '0',
      LOG_DIR: join(root, 'logs'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  output.on('line', (text) => lines.push(JSON.parse(text)));
  return async (message) => {
    for (;;) {
      const line = lines.find((each) => each['message'] === message);
      if (line) return line;
      await once(output, 'line');
    }
  };
}

describe('the program', () => {
  it('uses a rotated key at the next call, in the same process, and logs neither', async () => {
    const key = join(root, 'key');
    writeFileSync(key, 'canary-one\n');
    const said = start({
      EXTERNAL_LOGS_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/logs`,
      EXTERNAL_INTEGRATION_KEY_DEVELOPMENT_FILE: key,
    });
    const { port } = await said('listening');
    const download = () => fetch(`http://127.0.0.1:${port}/download_external_logs?env=development`);
    expect(await (await download()).text()).toBe('{"file":"a"}\n');
    writeFileSync(key, 'canary-two\n');
    await said('setting changed');
    expect((await download()).status).toBe(200);
    expect(keys).toEqual(['Bearer canary-one', 'Bearer canary-two']);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});
