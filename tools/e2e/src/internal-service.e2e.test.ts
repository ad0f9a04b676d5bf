import { randomBytes } from 'node:crypto';
import { kubectl, kubectlJson, NAMESPACE } from './support/cluster.ts';
import { runOk } from './support/run.ts';
import { edit, workspace } from './support/workspace.ts';

const VALUES = 'deploy/environments/local/internal-service.yaml';
const SECRET = 'internal-service-canaries';
const canaries = { file: aCanary(), variable: aCanary() };

/** One secret as a file, as it should be, and one in the environment, as somebody will do it. */
const SETTINGS = `
secrets:
  canaries:
    secretName: ${SECRET}
    files: { SECRET_KEY: file }
extraEnv:
  - name: DB_PASSWORD
    valueFrom: { secretKeyRef: { name: ${SECRET}, key: variable } }
`;

describe('internal-service', () => {
  let before = '';

  beforeAll(async () => {
    const literals = Object.entries(canaries).map(([key, value]) => `--from-literal=${key}=${value}`);
    await kubectl(['create', 'secret', 'generic', SECRET, '-n', NAMESPACE, ...literals]);
    await edit(VALUES, (text) => (before = text) + SETTINGS);
    await runOk('npx', ['nx', 'deploy', 'internal-service'], { cwd: workspace });
  });
  afterAll(async () => {
    await edit(VALUES, () => before);
    await runOk('npx', ['nx', 'deploy', 'internal-service'], { cwd: workspace });
    await kubectl(['delete', 'secret', SECRET, '-n', NAMESPACE]);
  });

  it('shows its environment to those inside the cluster, without the secrets in it', async () => {
    const { status, text } = await ask('/');

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      prod: false,
      DB_PASSWORD: '[redacted]',
      API_BASE_URL: 'http://backend-api/',
    });
    expect(hasCanary(text)).toBe(false);
  });

  it('shows its settings with their sources, of secrets only that they are set', async () => {
    const { status, text } = await ask('/config');

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      API_BASE_URL: { value: 'http://backend-api/', source: 'env' },
      MAX_CONNECTIONS: { value: 1000, source: 'default' },
      SECRET_KEY: { set: true },
      DB_PASSWORD: { set: true },
    });
    expect(hasCanary(text)).toBe(false);
  });

  it('keeps the secrets out of its log', async () => {
    expect(hasCanary(await kubectl(['logs', 'deployment/internal-service', '-n', NAMESPACE]))).toBe(false);
  });
});

/** It has no ingress: the cluster runs on this machine, which reaches the address of its Service. */
async function ask(path: string): Promise<{ status: number; text: string }> {
  const service = await kubectlJson<{ spec: { clusterIP: string; ports: { name: string; port: number }[] } }>([
    ...['get', 'service', 'internal-service', '-n', NAMESPACE],
  ]);
  const port = service.spec.ports.find(({ name }) => name === 'http')?.port ?? 0;
  const answer = await fetch(`http://${service.spec.clusterIP}:${port}${path}`);
  return { status: answer.status, text: await answer.text() };
}

function aCanary(): string {
  return `canary-${randomBytes(18).toString('hex')}`;
}

function hasCanary(text: string): boolean {
  return Object.values(canaries).some((canary) => text.includes(canary));
}
