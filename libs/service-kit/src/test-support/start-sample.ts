import type { Server, ServerResponse } from 'node:http';
import { createHealth } from '@slipway/health';
import type { LogFields, Logger } from '@slipway/logging';
import type { Service, ServiceOptions } from '../create-service.ts';
import { createService } from '../create-service.ts';
import { outgoingHeaders } from '../middleware/outgoing-headers.ts';
import { jsonAnswer } from '../routes/openapi.ts';
import { sendJson } from '../routes/send-json.ts';
import type { HttpServerLimits } from '../server/create-http-server.ts';
import { createHttpServer } from '../server/create-http-server.ts';
import { listen } from '../server/listen.ts';

/** A line that a sample service logged. */
export interface SampleLine {
  level: string;
  message: string;
  fields: LogFields | undefined;
}

/** A small service that listens on a port of its own. */
export interface Sample extends Service {
  server: Server;
  port: number;
  url: string;
  lines: SampleLine[];
  /** Whether its event loop seems to make progress. */
  loop: { isStalled: boolean };
  /** Answers of `GET /held`, given when the test wants them. */
  held: ServerResponse[];
  close(): void;
}

const Things = { type: 'array', items: { type: 'string' } };
const Sent = { type: 'object', additionalProperties: { type: 'string' } };

/** Starts a sample: `/` what it hands on, `/things` GET and POST, `/held` answers when told to, `/fails` throws. */
export async function startSample(
  settings: ServiceOptions['settings'] = {},
  limits: Partial<HttpServerLimits> = {},
): Promise<Sample> {
  const lines: SampleLine[] = [];
  const held: ServerResponse[] = [];
  const loop = { isStalled: false };
  const health = createHealth({
    loop: { isAlive: () => !loop.isStalled, stalledMs: () => (loop.isStalled ? 6000 : 0) },
  });
  const service = createService({
    name: 'sample',
    logger: recordTo(lines),
    health,
    settings,
    routes: {
      '/': { get: (_req, res) => sendJson(res, 200, outgoingHeaders()) },
      '/things': { get: (_req, res) => sendJson(res, 200, []), post: (_req, res) => sendJson(res, 201, ['new']) },
      '/held': { get: (_req, res) => void held.push(res) },
      '/fails': {
        get: () => {
          throw new Error('canary');
        },
      },
    },
    openapi: {
      title: 'sample',
      description: 'For tests.',
      paths: {
        '/': { get: { responses: { '200': jsonAnswer('What is handed on.', 'Sent') } } },
        '/things': {
          get: { responses: { '200': jsonAnswer('All.', 'Things') } },
          post: { responses: { '201': jsonAnswer('Made.', 'Things') } },
        },
        '/held': { get: { responses: { '200': jsonAnswer('Late.', 'Things') } } },
        '/fails': { get: { responses: {} } },
      },
      schemas: { Things, Sent },
    },
  });
  const server = createHttpServer(service.app, {
    keepAliveTimeoutMs: 65_000,
    headersTimeoutMs: 10_000,
    requestTimeoutMs: 10_000,
    maxHeaderBytes: 4096,
    maxBodyBytes: settings.MAX_BODY_BYTES ?? 65_536,
    onRefused: service.metrics.refuse,
    ...limits,
  });
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  return {
    ...service,
    server,
    port,
    url: `http://127.0.0.1:${port}`,
    lines,
    loop,
    held,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function recordTo(lines: SampleLine[]): Logger {
  const write = (level: string) => (message: string, fields?: LogFields) => void lines.push({ level, message, fields });
  const logger: Logger = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: () => logger,
    isEnabled: () => true,
  };
  return logger;
}
