import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { SupervisorStatus } from '../component.ts';

/** What the supervisor is asked over its socket, one word per connection. */
export type ControlCommand = 'status' | 'reload' | 'stop';

/** Answers commands on the unix socket `path`, which only its owner can open. */
export async function serveControl(
  path: string,
  handle: (command: ControlCommand) => Promise<SupervisorStatus>,
): Promise<{ close(): void }> {
  await rm(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('end', () => {
      const command = text.trim() as ControlCommand;
      if (!['status', 'reload', 'stop'].includes(command)) return socket.end();
      void handle(command).then(
        (status) => socket.end(JSON.stringify(status)),
        () => socket.destroy(),
      );
    });
  });
  const former = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(former);
  }
  return { close: () => server.close() };
}

/** Asks the supervisor; `undefined` when none answers within `timeoutMs`. */
export function askSupervisor(
  path: string,
  command: ControlCommand,
  timeoutMs = 5000,
): Promise<SupervisorStatus | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = '';
    const end = () => {
      socket.destroy();
      try {
        resolve(text === '' ? undefined : (JSON.parse(text) as SupervisorStatus));
      } catch {
        resolve(undefined);
      }
    };
    socket.setTimeout(timeoutMs, end);
    socket.setEncoding('utf8');
    socket.on('error', end);
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('end', end);
    socket.end(command);
  });
}
