import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be shut: what goes through it is cut, and nothing new gets through. */
export interface TcpGate {
  port: number;
  shut(): void;
  open(): void;
  close(): void;
}

/** Opens a gate on the loopback in front of a server. */
export async function openGate(target: { host: string; port: number }): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let isShut = false;
  const server = createServer((socket) => {
    if (isShut) return void socket.destroy();
    const upstream = connect(target);
    for (const [one, other] of [[socket, upstream], [upstream, socket]] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => (sockets.delete(one), other.destroy()));
    }
    socket.pipe(upstream).pipe(socket);
  }); // prettier-ignore
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    shut: () => ((isShut = true), cut()),
    open: () => (isShut = false),
    close: () => (server.close(), cut()),
  };
}
