import { toMatrix } from './matrix.ts';

const GOOD = `
schema: slipway.reachability/v1
ports: { http: { port: 5000 }, dns: { port: 53, protocols: [TCP, UDP] } }
parties:
  dns: [{ namespace: kube-system, labels: { k8s-app: kube-dns } }, { cidr: 10.0.0.53/32, environments: [local] }]
flows:
  - { from: web, to: [api, web/test], ports: [http], environments: [dev] }
  - { from: [web], to: dns, ports: dns }
`;

describe('toMatrix', () => {
  it('reads one name or several, and ports with their protocols', async () => {
    expect(await toMatrix(GOOD, 'matrix', ['web', 'api'])).toEqual({
      ports: { http: ['TCP 5000'], dns: ['TCP 53', 'UDP 53'] },
      parties: {
        dns: [
          { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
          { cidr: '10.0.0.53/32', environments: ['local'] },
        ],
      },
      flows: [
        { from: ['web'], to: ['api', 'web/test'], ports: ['http'], environments: ['dev'] },
        { from: ['web'], to: ['dns'], ports: ['dns'] },
      ],
    });
  });

  it.each([
    ['', 'schema must be slipway.reachability/v1'],
    [GOOD.replace('schema:', 'shcema:'), 'shcema is unknown; schema must be'],
    [GOOD.replace('api, ', 'apii, '), 'flows[0] names apii, which is neither a chart nor a party'],
    [GOOD.replace('ports: dns }', 'ports: dsn }'), 'flows[1] names port dsn, which is none of ports'],
    [GOOD.replace('port: 5000', 'port: http'), 'ports.http must be { port, protocols }'],
    [GOOD.replace('TCP, UDP', 'TPC'), 'ports.dns must be { port, protocols }'],
    [GOOD.replace('namespace: kube-system, ', ''), 'parties.dns must be a list of { namespace, labels } or { cidr }'],
    [GOOD.replace('10.0.0.53/32', 'fe80::1'), 'parties.dns must be a list of'],
    [GOOD.replace('10.0.0.53/32', '10.0.0.53/33'), 'parties.dns must be a list of'],
    [GOOD.replace('10.0.0.53/32', '10.0.0.530/32'), 'parties.dns must be a list of'],
    [GOOD.replace('environments: [local]', 'environments: []'), 'parties.dns must be a list of'],
    [GOOD.replace('environments: [dev]', 'environments: []'), 'flows[0] must have from, to and ports'],
    [GOOD.replace('from: web,', ''), 'flows[0] must have from, to and ports'],
  ])('refuses what it cannot use: %#', async (text, message) => {
    await expect(toMatrix(text, 'matrix', ['web', 'api'])).rejects.toMatchObject({
      code: 'ReachabilityInvalid',
      message: expect.stringContaining(message) as string,
    });
  });
});
