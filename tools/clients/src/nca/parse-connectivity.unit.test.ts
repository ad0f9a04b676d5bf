import { parseConnectivity } from './parse-connectivity.ts';

const a = { namespace: 'shop', pod: 'a' };
const b = { namespace: 'shop', pod: 'b' };

describe('parseConnectivity', () => {
  it('reads pods, addresses and ports, and passes over the rest', () => {
    const text = [
      'global: cluster has 2 unique endpoints, 1 namespaces',
      '0.0.0.0-255.255.255.255 => shop/b[Pod] : All connections',
      'shop/a[Pod] => 10.0.0.7 : {protocols:TCP,dst_ports:443,1000-2000}',
      'shop/a[Pod] => shop/b[Pod] : {protocols:TCP, UDP,dst_ports:53}',
      'shop/b[Pod] => shop/a[Pod] : {protocols:SCTP}',
      'Total run time:   0.10 seconds',
    ].join('\n');
    expect(parseConnectivity(text)).toEqual([
      { from: { first: '0.0.0.0', last: '255.255.255.255' }, to: b, ports: 'all' },
      { from: a, to: { first: '10.0.0.7', last: '10.0.0.7' }, ports: ['TCP 443', 'TCP 1000-2000'] },
      { from: a, to: b, ports: ['TCP 53', 'UDP 53'] },
      { from: b, to: a, ports: ['SCTP 1-65535'] },
    ]);
  });

  it('reads several ranges of addresses at one end', () => {
    expect(parseConnectivity('10.0.0.0-10.0.0.9, 10.0.1.1 => shop/a[Pod] : All connections')).toEqual([
      { from: { first: '10.0.0.0', last: '10.0.0.9' }, to: a, ports: 'all' },
      { from: { first: '10.0.1.1', last: '10.0.1.1' }, to: a, ports: 'all' },
    ]);
  });

  it.each([
    ['shop/a[Pod] => shop/b[Pod] : All but {protocols:TCP}', 'unknown ports: '],
    ['shop/a[Deployment] => shop/b[Pod] : All connections', 'unknown end: shop/a[Deployment]'],
    ['shop/a[Pod] => shop/b[Pod]', 'unknown line: '],
  ])('refuses what it does not understand: %s', (line, message) => {
    expect(() => parseConnectivity(line)).toThrow(message);
  });
});
