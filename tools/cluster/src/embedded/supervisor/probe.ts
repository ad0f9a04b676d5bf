import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Readiness } from '../component.ts';

const TIMEOUT_MS = 5000;

/** Asks once whether a component does its work. Never throws. */
export function probe(readiness: Readiness): Promise<boolean> {
  switch (readiness.kind) {
    case 'started':
      return Promise.resolve(true);
    case 'http':
      return probeHttp(readiness);
    case 'tcp':
      return probeSocket({ host: readiness.host, port: readiness.port });
    case 'socket':
      return probeSocket({ path: readiness.path });
  }
}

function probeHttp(readiness: Extract<Readiness, { kind: 'http' }>): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const isTls = readiness.url.startsWith('https:');
      const read = (path: string | undefined) => (path ? readFileSync(path) : undefined);
      // Without an authority the component has made a certificate of its own for this start; only its health is asked.
      const tls = isTls
        ? {
            ca: read(readiness.ca),
            cert: read(readiness.cert),
            key: read(readiness.key),
            rejectUnauthorized: Boolean(readiness.ca),
          }
        : {};
      // The address asked may differ from the names a certificate is for (metrics-server's Service name).
      const names = isTls ? { checkServerIdentity: () => undefined } : {};
      const options = { timeout: TIMEOUT_MS, agent: false as const, ...tls, ...names };
      const outgoing = (isTls ? httpsRequest : httpRequest)(readiness.url, options, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
        response.on('error', () => resolve(false));
      });
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.on('error', () => resolve(false));
      outgoing.end();
    } catch {
      resolve(false); // A certificate that is just being replaced.
    }
  });
}

function probeSocket(target: { host: string; port: number } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...target, timeout: TIMEOUT_MS });
    const end = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.on('connect', () => end(true));
    socket.on('timeout', () => end(false));
    socket.on('error', () => end(false));
  });
}
