import type { SettingValues } from '@slipway/service-kit';
import {
  outgoingHeaders,
  problemAnswers,
  queryValues,
  requireHttp11,
  ServiceError,
  streamTo,
} from '@slipway/service-kit';
import type { OpenApiObject, RouteHandler } from '@slipway/service-kit';
import { chooseKey, ENVIRONMENTS } from '../choose-key.ts';
import type { EnvironmentName } from '../choose-key.ts';
import type { ExternalLogs, ExternalLogsClient } from '../clients/external-logs-client.ts';
import type { BackendApiSettings } from '../settings.ts';

/** Options of `downloadLogsRoute`. */
export interface DownloadLogsOptions {
  client: ExternalLogsClient;
  /** The current keys. */
  keys: SettingValues<BackendApiSettings>;
  /** Milliseconds after which a download that does not move is cut. */
  stallTimeoutMs: number;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

/** `GET /download_external_logs?env=`: streams the provider's entries as a file. */
export function downloadLogsRoute({ client, keys, stallTimeoutMs, now = Date.now }: DownloadLogsOptions): RouteHandler {
  return async function downloadLogs(req, res) {
    const { key, environment } = chooseKey(queryValues(req, 'env'), keys);
    const gone = new AbortController();
    res.once('close', () => gone.abort());

    async function send({ body, length }: ExternalLogs): Promise<void> {
      if (length === undefined) requireHttp11(req);
      res.statusCode = 200;
      res.setHeader('Content-Type', 'application/x-ndjson');
      res.setHeader('Content-Disposition', `attachment; filename="${toFileName(environment, now())}"`);
      res.setHeader('Cache-Control', 'no-store');
      if (length !== undefined) res.setHeader('Content-Length', length);
      if (req.method === 'HEAD') return void res.end();
      await streamTo(res, body, { stallTimeoutMs }).catch((cause: unknown) => {
        throw new ServiceError('UpstreamFailed', { detail: 'The download broke off.', cause });
      });
    }

    try {
      await client.download({ key, headers: outgoingHeaders(), signal: gone.signal }, send);
    } catch (error) {
      if (!gone.signal.aborted || res.headersSent) throw error;
    }
  };
}

function toFileName(environment: EnvironmentName | undefined, ms: number): string {
  const time = new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
  return `external-logs-${environment ? `${environment}-` : ''}${time}.ndjson`;
}

/** OpenAPI path item of the route. */
export const downloadLogsPath: OpenApiObject = {
  get: {
    summary: "Streams the external log provider's entries as a download",
    parameters: [
      {
        name: 'env',
        in: 'query',
        description: "Whose logs; without it the deployment's own environment.",
        schema: { enum: ENVIRONMENTS },
      },
    ],
    responses: {
      '200': {
        description: 'One JSON object per line, in the order of the provider.',
        content: { 'application/x-ndjson': { schema: { type: 'string' } } },
      },
      ...problemAnswers(
        'InvalidEnvironment',
        'UpgradeRequired',
        'UpstreamUnreachable',
        'UpstreamFailed',
        'UpstreamRefused',
        'UpstreamInvalid',
        'IntegrationKeyMissing',
        'UpstreamUnavailable',
        'UpstreamTimeout',
      ),
    },
  },
};
