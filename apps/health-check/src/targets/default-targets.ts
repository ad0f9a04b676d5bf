import type { HealthCheckValues } from '../settings.ts';
import type { Target } from './target.ts';

type Values = Pick<
  HealthCheckValues,
  'SERVICE_URL' | 'DATA_SERVICE_URL' | 'DOWNLOAD_ENVIRONMENT' | 'TIMEOUT_MS' | 'RETRIES'
>;

/** What is checked where no targets are given: both services, and the way from one to the other. Pure. */
export function defaultTargets(values: Values): Target[] {
  const common = {
    method: 'GET',
    status: 200,
    timeoutMs: values.TIMEOUT_MS,
    retries: values.RETRIES,
    headers: {},
  } as const;
  const download = under(values.SERVICE_URL, '/download_external_logs');
  return [
    { ...common, name: 'backend-api', url: under(values.SERVICE_URL, '/') },
    {
      ...common,
      name: 'backend-api-download',
      url: `${download}?env=${values.DOWNLOAD_ENVIRONMENT}`,
      body: { ndjson: true },
    },
    { ...common, name: 'data-api', url: under(values.DATA_SERVICE_URL, '/') },
  ];
}

function under(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`;
}
