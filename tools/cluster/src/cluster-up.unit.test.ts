import { clusterUp } from './cluster-up.ts';

describe('clusterUp with kind', () => {
  it.each([true, false])('refuses to decide about NetworkPolicies (%s) and says what to do', async (networkPolicy) => {
    const env = { SLIPWAY_STATE_DIR: '/nowhere' };
    await expect(clusterUp({ provider: 'kind', networkPolicy, env })).rejects.toMatchObject({
      code: 'NetworkPolicyUnavailable',
      hint: expect.stringContaining('--provider embedded'),
    });
  });
});
