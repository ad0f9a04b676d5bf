import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { Duplex } from 'node:stream';
import { forwardPort } from './forward-port.ts';
import { parsePortSpec } from './parse-port-spec.ts';

const address = '127.0.0.1';
let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

/** Answers what it is told, in capitals; ends when `tell` does not go on. */
function aShouter(): Duplex {
  const stream: Duplex = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      stream.push(chunk.toString().toUpperCase());
      done();
    },
  });
  return stream;
}

async function forward(open: () => Promise<Duplex>) {
  const faults: string[] = [];
  const onFault = (error: unknown) => void faults.push((error as Error).message);
  const listening = await forwardPort({ address, port: 0, connect: open, onFault });
  closers.push(listening.close);
  const socket: Socket = connect(listening.port, address);
  closers.push(() => socket.destroy());
  return { ...listening, socket, faults };
}

describe('forwardPort', () => {
  it('hands both directions on, and ends when the other side does', async () => {
    const remote = aShouter();
    const { socket } = await forward(async () => remote);
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('HELLO');
    remote.push(null);
    await once(socket, 'end');
  });

  it('resets a connection whose other side breaks, so that nobody takes half an answer for a whole one', async () => {
    const remote = aShouter();
    const { socket, faults } = await forward(async () => remote);
    socket.write('hello');
    await once(socket, 'data');
    remote.destroy(new Error('the pod is gone'));
    const [error] = (await once(socket, 'error').catch((thrown: unknown) => [thrown])) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect(faults).toEqual(['the pod is gone']);
  });

  it('resets a connection that leads nowhere, and goes on listening', async () => {
    let isThere = false;
    const open = () => (isThere ? Promise.resolve(aShouter()) : Promise.reject(new Error('no pod is Ready')));
    const { socket, faults, port } = await forward(open);
    const [error] = (await once(socket, 'error').catch((thrown: unknown) => [thrown])) as [NodeJS.ErrnoException];
    expect([error.code, faults]).toEqual(['ECONNRESET', ['no pod is Ready']]);
    isThere = true;
    const next = connect(port, address);
    closers.push(() => next.destroy());
    next.write('again');
    expect(String((await once(next, 'data'))[0])).toBe('AGAIN');
  });

  it('says that a port is taken', async () => {
    const server = createServer().listen(0, address);
    await once(server, 'listening');
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const taken = forwardPort({ address, port, connect: async () => aShouter(), onFault: () => undefined });
    await expect(taken).rejects.toMatchObject({ code: 'PortInUse' });
  });
});

describe('parsePortSpec', () => {
  it.each([
    ['http', { remote: 'http' }],
    ['8080:http', { local: 8080, remote: 'http' }],
    [':5000', { local: 0, remote: '5000' }],
  ])('reads %s', (text, spec) => expect(parsePortSpec(text)).toEqual(spec));
  it.each(['', ':', '0', '70000', '70000:http', 'a b', '1:2:3'])('refuses %j', (text) =>
    expect(() => parsePortSpec(text)).toThrow('LOCAL'),
  );
});
