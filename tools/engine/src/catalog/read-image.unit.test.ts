import type { Environment } from '@slipway/contracts';
import { createFakeFiles } from '@slipway/testing';
import { readImage } from './read-image.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const evidence = (environment: string, of = digest) =>
  `    evidence:\n      - {environment: ${environment}, result: verified, digest: "${of}", by: me, at: 2026-01-31T12:00:00Z}\n`;
const lock = (rest = '', name = 'web') =>
  `schema: slipway.release-lock/v1\nenvironment: prod\nreleases:\n  ${name}:\n    repository: slipway/web\n    digest: ${digest}\n${rest}`;

function read(text: string | undefined, promoteFrom: string | undefined = 'staging') {
  const environment: Environment = {
    schema: 'slipway.environment/v1',
    name: 'prod',
    namespace: 'shop',
    registry: 'r',
    ingress: { domain: 'test' },
    autoscaling: false,
    metricsApis: [],
    protection: { approval: 'none', ...(promoteFrom ? { promoteFrom } : {}) },
    locked: true,
  };
  const files = createFakeFiles(text === undefined ? {} : { '/w/deploy/environments/prod/releases.lock.yaml': text });
  const source = { workspaceRoot: '/w', environment, services: [{ name: 'web' }], knownProjects: ['broken'] };
  const service = { schema: 'slipway.service/v1' as const, name: 'web', project: 'web', chart: { name: 'web', version: '1', dir: '/w/web' }, after: [], isDefault: true }; // prettier-ignore
  return readImage(service, source, files);
}

describe('readImage in a locked environment', () => {
  it('gives the digest of the line that the environment before has verified', async () => {
    expect(await read(lock(evidence('staging')))).toMatchObject({ repository: 'slipway/web', digest });
  });

  it.each([
    ['without evidence', lock()],
    ['with evidence of another environment', lock(evidence('dev'))],
    ['with evidence of another digest', lock(evidence('staging', `sha256:${'b'.repeat(64)}`))],
  ])('refuses a line %s with exit 4', async (_title, text) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'EvidenceMissing',
      exitCode: 4,
      message: `read the release lock of prod: /w/deploy/environments/prod/releases.lock.yaml:4: the line of web has no evidence that staging verified ${digest}.`,
      hint: expect.stringContaining('slipway promote --from staging --to prod'),
    });
  });

  it('asks for no evidence where nothing is promoted to', async () => {
    expect(await read(lock(), '')).toMatchObject({ digest });
  });

  it('has nothing without a file or a line, and takes the line of a project whose chart is broken', async () => {
    expect(await read(undefined)).toBeUndefined();
    expect(await read(lock(evidence('staging'), 'broken'))).toBeUndefined();
  });

  it('refuses a line of no project', async () => {
    await expect(read(lock(evidence('staging'), 'wob'))).rejects.toMatchObject({
      code: 'LockInvalid',
      hint: expect.stringContaining('Did you mean "web"?'),
    });
  });
});
