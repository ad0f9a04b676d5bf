import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The kernel's usual limit; a burst larger than the queue would be refused. */
const BACKLOG = 4096;

/** Opens a server's port; gives the port, also when 0 let the system choose. Rejects when it cannot be had. */
export function listen(server: Server, options: { port: number; host: string | undefined }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
