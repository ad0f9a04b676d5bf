import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { cleanEnvironment } from './support/run.ts';
import { waitFor } from './support/wait-for.ts';
import { edit, workspace } from './support/workspace.ts';

const BACKEND = 5000;
const DATA = 5001;

describe('nx serve backend-api', () => {
  it('answers with its upstream, takes an edit, and frees both ports when it is stopped', async () => {
    const child = spawn('npx', ['nx', 'serve', 'backend-api'], {
      cwd: workspace,
      env: cleanEnvironment(),
      detached: true,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    try {
      await waitFor('both services to be ready', async () => (await isReady(BACKEND)) && (await isReady(DATA)), {
        timeoutMs: 90_000,
      });

      const written = (await (await fetch(`http://127.0.0.1:${DATA}/`)).json()) as { file: string };
      const download = await fetch(`http://127.0.0.1:${BACKEND}/download_external_logs?env=development`);
      expect(download.status).toBe(200);
      expect(await download.text()).toContain(written.file);

      const started = await startOf(BACKEND);
      await edit('apps/backend-api/src/main.ts', (text) => `${text}\n// edited while it is served\n`);
      await waitFor('a new process after the edit', async () => (await startOf(BACKEND)) !== started, {
        timeoutMs: 20_000,
      });
    } finally {
      if (child.pid) process.kill(-child.pid, 'SIGINT');
    }
    await ended;
    await waitFor('both ports to be free', async () => !(await isOpen(BACKEND)) && !(await isOpen(DATA)), {
      timeoutMs: 20_000,
    });
  });
});

async function isReady(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
}

/** When the process behind the port started, by its own metrics; undefined while it is down. */
async function startOf(port: number): Promise<string | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${port + 4464}/metrics`)).text();
  return /^process_start_time_seconds\S* (\S+)/m.exec(text)?.[1];
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
