import { describeRanges, subtract, toRange } from './address-ranges.ts';

describe('address ranges', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['10.1.2.3/24', '10.1.2.0-10.1.2.255'],
    ['0.0.0.0/0', 'any address'],
    ['255.255.255.255/32', '255.255.255.255'],
  ])('%s is %s', (cidr, text) => {
    expect(describeRanges([toRange(cidr)])).toBe(text);
  });

  it.each([
    [['10.0.0.0/8'], ['10.1.0.0/16'], '10.0.0.0-10.0.255.255, 10.2.0.0-10.255.255.255'],
    [['10.0.0.0/24', '10.0.1.0/24'], [], '10.0.0.0-10.0.1.255'],
    [['10.0.1.0/24', '10.0.0.0/24'], ['10.0.0.0/23'], ''],
    [['10.0.0.0/24'], ['10.0.0.0/25'], '10.0.0.128-10.0.0.255'],
    [['10.0.0.0/24', '10.0.0.0/25'], ['11.0.0.0/8'], '10.0.0.0-10.0.0.255'],
  ])('%j without %j is %s', (ranges, others, text) => {
    expect(describeRanges(subtract(ranges.map(toRange), others.map(toRange)))).toBe(text);
  });
});
