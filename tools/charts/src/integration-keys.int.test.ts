import { pick, renderFor } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { deployment, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

describe('integration keys', () => {
  it.each([
    ['local', ['development', 'integrationKey', 'production', 'staging']],
    ['dev', ['development', 'integrationKey']],
    ['staging', ['integrationKey', 'staging']],
    ['prod', ['integrationKey', 'production']],
  ])('of %s are mounted, and no others', async (environment, entries) => {
    for (const [chart, kind] of [
      ['backend-api', 'Deployment'],
      ['data-api', 'StatefulSet'],
    ] as const) {
      const workload = pick<Workload>(await renderFor(environment, chart), kind);
      const volume = workload.spec.template.spec.volumes?.find(({ name }) => name === 'integration-keys');
      expect(volume?.secret).toMatchObject({ secretName: 'backend-api-integration-key' });
      expect(volume?.secret?.items.map(({ key }) => key)).toEqual(entries);
    }
  });

  it('are handed over as files under the names that the services read', async () => {
    const folder = '/var/run/secrets/slipway/integration-keys';
    const backend = settings(pick<Workload>(await renderFor('prod', 'backend-api'), 'Deployment'));
    expect(backend).toMatchObject({
      EXTERNAL_INTEGRATION_KEY_FILE: `${folder}/integrationKey`,
      EXTERNAL_INTEGRATION_KEY_PRODUCTION_FILE: `${folder}/production`,
    });
    const data = settings(pick<Workload>(await renderFor('dev', 'data-api'), 'StatefulSet'));
    expect(data).toMatchObject({
      LOGS_API_KEY_FILE: `${folder}/integrationKey`,
      LOGS_API_KEY_DEVELOPMENT_FILE: `${folder}/development`,
    });
  });

  it('come from the Secret that is named', async () => {
    const workload = await deployment({ integrationKeySecretName: 'other' });
    expect(JSON.stringify(workload.spec.template.spec.volumes)).toContain('"secretName":"other"');
  });

  it('are not mounted when no Secret is named', async () => {
    const workload = await deployment({ integrationKeySecretName: '' });
    expect(workload.spec.template.spec.volumes?.map(({ name }) => name)).toEqual(['data']);
    expect(Object.keys(settings(workload)).filter((name) => name.includes('KEY'))).toEqual([]);
  });
});
