import type { KubeObject } from '@slipway/contracts';
import { ENVIRONMENTS, pick, renderFor } from './support/render.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

describe('the ingress', () => {
  const paths = async (environment: string, chart: string, values: object = {}) => {
    const ingress = (await renderFor(environment, chart, values)).find(({ kind }) => kind === 'Ingress') as
      (KubeObject & { spec: { rules: { host: string; http: { paths: { path: string }[] } }[] } }) | undefined;
    return ingress?.spec.rules.flatMap(({ host, http }) => http.paths.map(({ path }) => `${host}${path}`));
  };

  it.each(ENVIRONMENTS)('routes the download in local and dev alone: %s', async (environment) => {
    const routed = await paths(environment, 'backend-api');
    const download = `backend-api.${environment}.test/download_external_logs`;
    expect(routed?.includes(download)).toBe(['local', 'dev'].includes(environment));
    if (environment !== 'local') expect(routed).toContain(`backend-api.${environment}.test/`);
  });

  it('routes the download elsewhere when asked to', async () => {
    const values = { ingress: { exposeDownload: true } };
    expect(await paths('prod', 'backend-api', values)).toContain('backend-api.prod.test/download_external_logs');
  });

  it.each(ENVIRONMENTS)('never routes the stored logs of data-api: %s', async (environment) => {
    const routed = (await paths(environment, 'data-api')) ?? [];
    expect(routed.filter((path) => path.includes('/logs'))).toEqual([]);
    expect(routed.includes(`data-api.${environment}.test/`)).toBe(environment === 'local');
  });

  it('matches paths exactly outside local, so that nothing else is reachable', async () => {
    const ingress = pick(await renderFor('prod', 'backend-api'), 'Ingress');
    expect(JSON.stringify(ingress)).not.toContain('Prefix');
  });
});
