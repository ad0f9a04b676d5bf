import { checkCapabilities } from './check-machine.ts';
import { toPortFaults } from './check-ports.ts';
import { checkForeignCluster } from './foreign-cluster.ts';
import { chooseTaken, parseListeners, toNeededPorts } from './ports.ts';
import { toPreflightError } from './preflight.ts';

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1
   1: 01FF1FAC:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 102 1
   2: 0100007F:13BA 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 103 1
`;
const TCP6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:20FB 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 104 1
   1: 0000000000000000FFFF00000100007F:13BA 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 105 1
   2: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 106 1
`;

describe('parseListeners', () => {
  it('reads addresses, ports and inodes of listening sockets', () => {
    expect(parseListeners(TCP, 'tcp')).toEqual([
      { address: '127.0.0.1', port: 8080, protocol: 'tcp', inode: '101' },
      { address: '172.31.255.1', port: 6443, protocol: 'tcp', inode: '102' },
    ]);
    expect(parseListeners(TCP6, 'tcp').map(({ address, port }) => `${address} ${port}`)).toEqual([
      ':: 8443',
      '127.0.0.1 5050',
    ]);
  });
});

describe('toNeededPorts', () => {
  it("asks for felix's port only where there is a felix", () => {
    const ofFelix = [{ address: '127.0.0.1', port: 9099, protocol: 'tcp' as const, inode: '1' }];
    expect(chooseTaken(ofFelix, toNeededPorts('bridge'))).toEqual([]);
    expect(chooseTaken(ofFelix, toNeededPorts('calico')).map(({ port }) => port.name)).toEqual(['felixHealth']);
  });
});

describe('chooseTaken', () => {
  const needed = [{ name: 'ingressHttp', address: '127.0.0.1', port: 8080, protocol: 'tcp' as const }];
  it.each([
    ['the same address', '127.0.0.1', 8080, 'tcp', 1],
    ['all addresses', '0.0.0.0', 8080, 'tcp', 1],
    ['all addresses of both families', '::', 8080, 'tcp', 1],
    ['another address', '192.0.2.7', 8080, 'tcp', 0],
    ['another port', '127.0.0.1', 8081, 'tcp', 0],
    ['another protocol', '127.0.0.1', 8080, 'udp', 0],
  ] as const)('a listener on %s', (_title, address, port, protocol, expected) => {
    expect(chooseTaken([{ address, port, protocol, inode: '1' }], needed)).toHaveLength(expected);
  });
});

describe('toPortFaults', () => {
  const taken = [8080, 8443, 5050].map((port, index) => ({
    port: { name: 'p', address: '127.0.0.1', port, protocol: 'tcp' as const },
    listener: { inode: String(index) },
  }));
  it('names who has each port, as far as that can be seen', () => {
    const faults = toPortFaults(taken.slice(0, 2), new Map([['0', { name: 'nginx (process 7)' }]]));
    expect(faults.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'PortTaken: port 8080 on 127.0.0.1 (p) is taken by nginx (process 7)',
      'PortTaken: port 8443 on 127.0.0.1 (p) is taken by a process that cannot be seen from here',
    ]);
  });
  it('takes all ports of another cluster of ours for one fault, with the command that stops it', () => {
    const other = { name: 'traefik (process 8)', stateDir: '/home/a b/state' };
    const faults = toPortFaults(taken, new Map(['0', '1', '2'].map((inode) => [inode, other])));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      code: 'OtherCluster',
      fix: expect.stringContaining('SLIPWAY_STATE_DIR="/home/a b/state" npx slipway cluster down'),
    });
  });
});

describe('checkCapabilities', () => {
  it('accepts full capabilities and those without CAP_SYS_RESOURCE', () => {
    expect(checkCapabilities('CapEff:\t000001ffffffffff\n')).toEqual([]);
    expect(checkCapabilities('CapEff:\t000001fffeffffff\n')).toEqual([]);
  });
  it("names what a container's root lacks", () => {
    expect(checkCapabilities('CapEff:\t00000000a80425fb\n')[0]?.message).toMatch(/CAP_SYS_ADMIN, CAP_NET_ADMIN/);
  });
});

describe('checkForeignCluster', () => {
  const clean = { links: ['lo', 'eth0', 'docker0'], chains: ['nat/DOCKER', 'nat/CNI-FORWARD'], kubepods: [] };
  it('finds nothing on a machine with Docker and podman', () => {
    expect(checkForeignCluster(clean, [])).toEqual([]);
  });
  it('names bridge, packet rules and control groups of another cluster at once', () => {
    const signs = { links: ['cni0'], chains: ['nat/KUBE-SERVICES'], kubepods: ['/sys/fs/cgroup/memory/kubepods'] };
    expect(checkForeignCluster(signs, []).map(({ code }) => code)).toEqual(Array(3).fill('ForeignCluster'));
  });
  it('takes chains for our own where the journal explains them', () => {
    const signs = { ...clean, chains: ['nat/KUBE-SERVICES'] };
    const ours = { type: 'packet-rules' as const, family: 4 as const, chains: [], tables: [] };
    expect(checkForeignCluster(signs, [ours])).toEqual([]);
  });
});

describe('toPreflightError', () => {
  it('tells every fault with its code and fix', () => {
    const error = toPreflightError([
      { code: 'NotRoot', message: 'm1', fix: 'f1' },
      { code: 'PortTaken', message: 'm2', fix: 'f2' },
    ]);
    expect(error.code).toBe('PreflightFailed');
    expect(error.message).toMatch(/m1 \(NotRoot\)\. f1\n {2}- m2 \(PortTaken\)\. f2/);
    expect(error.hint).toMatch(/Nothing was changed/);
  });
});
