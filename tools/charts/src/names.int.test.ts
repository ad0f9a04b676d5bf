import { pick, render } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { deployment, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

describe('names', () => {
  it('carry the chart where the release does not', async () => {
    const objects = await render({ chart: 'backend-api', release: 'blue' });
    expect(new Set(objects.map(({ metadata }) => metadata.name))).toEqual(
      new Set(['blue-backend-api', 'blue-backend-api-test']),
    );
  });

  it('of neighbours follow the umbrella', async () => {
    const objects = await render({ chart: 'stack', release: 'blue' });
    const settingsOf = (name: string) => settings(pick<Workload>(objects, 'Deployment', name));
    expect(settingsOf('blue-backend-api').EXTERNAL_LOGS_URL).toBe('http://blue-data-api/logs');
    expect(settingsOf('blue-internal-service').API_BASE_URL).toBe('http://blue-backend-api/');
  });

  it('of neighbours in another namespace carry it', async () => {
    const workload = await deployment({ upstreams: { 'data-api': { namespace: 'data' } } });
    expect(settings(workload).EXTERNAL_LOGS_URL).toBe('http://data-api.data/logs');
    expect(settings(await deployment()).EXTERNAL_LOGS_URL).toBe('http://data-api/logs');
  });

  it('stay within what a DNS label holds', async () => {
    const objects = await render({ chart: 'data-api', release: 'a'.repeat(53) });
    for (const { metadata } of objects) expect(metadata.name.length).toBeLessThanOrEqual(63);
  });
});

describe('an umbrella', () => {
  it('keeps the names of its services apart in the longest release', async () => {
    const objects = await render({ chart: 'stack', release: 'a'.repeat(53) });
    const workloads = objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'CronJob'].includes(kind));
    const cut = (service: string) => `${'a'.repeat(49 - service.length)}-${service}`;
    expect(workloads.map(({ metadata }) => metadata.name).sort()).toEqual(
      ['backend-api', 'data-api', 'health-check', 'internal-service'].map(cut).sort(),
    );
    const backend = pick<Workload>(objects, 'Deployment', cut('backend-api'));
    expect(settings(backend).EXTERNAL_LOGS_URL).toBe(`http://${cut('data-api')}/logs`);
  });

  it('leaves out what is switched off', async () => {
    const objects = await render({ chart: 'stack', values: { 'backend-api': { enabled: false } } });
    expect(new Set(objects.map(({ metadata }) => metadata.labels?.['app.kubernetes.io/name']))).toEqual(
      new Set(['data-api', 'health-check', 'internal-service']),
    );
  });
});
