import { createFakeFiles } from '@slipway/testing';
import { readEnvironment } from './read-environment.ts';

const good = 'context: c\nnamespace: shop\nregistry: registry.test/team\ningress: {domain: test}\n';
const files = createFakeFiles({
  '/w/deploy/environments/prod/environment.yaml': good,
  '/w/deploy/environments/bad/environment.yaml': 'namespace: No!\nregistry: https://x\ncolour: red\n',
  '/w/deploy/environments/README.md': '',
});
const read = (name: string, more = {}) => readEnvironment({ workspaceRoot: '/w', name, ...more }, files);

describe('readEnvironment', () => {
  it('fills in what the file leaves out', async () => {
    expect(await read('prod')).toEqual({
      schema: 'slipway.environment/v1',
      name: 'prod',
      context: 'c',
      namespace: 'shop',
      registry: 'registry.test/team',
      ingress: { domain: 'test' },
      autoscaling: false,
      metricsApis: [],
      protection: { approval: 'none' },
      locked: true,
    });
  });

  it('lets an option win over a variable, and a variable over the file', async () => {
    const env = { SLIPWAY_CONTEXT: 'variable', SLIPWAY_REGISTRY: 'variable.test/' };
    expect(await read('prod', { env, context: 'option' })).toMatchObject({
      context: 'option',
      registry: 'variable.test',
    });
  });

  it.each([
    ['prodd', 'Did you mean "prod"? Known environments: bad, prod.'],
    ['../../etc', 'Known environments: bad, prod.'],
  ])('refuses %s with the known names and exit 64', async (name, hint) => {
    await expect(read(name)).rejects.toMatchObject({ code: 'UnknownEnvironment', exitCode: 64, hint });
  });

  it('reads whether the cluster enforces NetworkPolicies, and refuses what is neither yes nor no', async () => {
    const readCluster = (value: string) => {
      const text = `${good}cluster: { provider: embedded, networkPolicy: ${value} }\n`;
      const one = createFakeFiles({ '/w/deploy/environments/local/environment.yaml': text });
      return readEnvironment({ workspaceRoot: '/w', name: 'local' }, one);
    };
    expect((await readCluster('true')).cluster).toEqual({ provider: 'embedded', networkPolicy: true });
    await expect(readCluster('"yes"')).rejects.toThrow('cluster.networkPolicy must be true or false');
  });

  it.each([
    ['{ approval: other, branches: [main, "release/*"], promoteFrom: staging }', undefined],
    ['{ approval: maybe }', 'protection.approval must be one of none, required, other'],
    ['{ promoteFrom: prod }', 'protection.promoteFrom must be another environment'],
    ['{ approver: me }', 'protection.approver is unknown'],
  ])('reads the protection %s', async (value, fault) => {
    const one = createFakeFiles({ '/w/deploy/environments/prod/environment.yaml': `${good}protection: ${value}\n` });
    const environment = readEnvironment({ workspaceRoot: '/w', name: 'prod' }, one);
    if (fault) await expect(environment).rejects.toThrow(fault);
    else expect((await environment).protection).toEqual({ approval: 'other', branches: ['main', 'release/*'], promoteFrom: 'staging' }); // prettier-ignore
  });

  it('lists every fault of the file', async () => {
    await expect(read('bad')).rejects.toThrow(
      'colour is unknown; context or cluster.provider is needed; namespace must be a DNS label, or a map of release to namespace with default; registry must be host[:port][/path], without a scheme; ingress.domain is needed',
    );
  });
});
