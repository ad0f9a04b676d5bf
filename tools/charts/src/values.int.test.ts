import {} from './support/render.ts';
import { container, deployment, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

describe('values', () => {
  it('take a default away by null', async () => {
    const workload = await deployment({ resources: { limits: { cpu: null } }, probes: { liveness: null } });
    expect(container(workload)?.resources).toMatchObject({ limits: { memory: '256Mi', 'ephemeral-storage': '256Mi' } });
    expect(JSON.stringify(container(workload)?.resources)).not.toContain('"limits":{"cpu"');
    expect(container(workload)).not.toHaveProperty('livenessProbe');
  });

  it('replace a probe handler', async () => {
    const workload = await deployment({ probes: { liveness: { httpGet: null, tcpSocket: { port: 'http' } } } });
    expect(container(workload)?.livenessProbe).toEqual({
      tcpSocket: { port: 'http' },
      periodSeconds: 10,
      timeoutSeconds: 3,
      failureThreshold: 3,
    });
  });

  it('keep numbers and booleans as they are written', async () => {
    const env = { LARGE: 12345678, HALF: 1.5, OFF: false, ZERO: 0, EMPTY: '' };
    expect(settings(await deployment({ env }))).toMatchObject({
      LARGE: '12345678',
      HALF: '1.5',
      OFF: 'false',
      ZERO: '0',
      EMPTY: '',
    });
  });

  it('of extraEnv win, and no name stands twice', async () => {
    const workload = await deployment({
      env: { LOG_LEVEL: 'info' },
      extraEnv: [{ name: 'LOG_LEVEL', value: 'debug' }],
    });
    const names = container(workload)?.env.map(({ name }) => name) ?? [];
    expect(settings(workload).LOG_LEVEL).toBe('debug');
    expect(new Set(names).size).toBe(names.length);
  });

  it('mount a Secret as files', async () => {
    const workload = await deployment({
      secrets: { db: { secretName: 'db-login', files: { DB_PASSWORD: 'password' } } },
    });
    expect(settings(workload).DB_PASSWORD_FILE).toBe('/var/run/secrets/slipway/db/password');
    expect(workload.spec.template.spec.volumes).toContainEqual({
      name: 'db',
      secret: { secretName: 'db-login', defaultMode: 0o440, items: [{ key: 'password', path: 'password' }] },
    });
  });
});
