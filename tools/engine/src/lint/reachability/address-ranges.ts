/** A range of IPv4 addresses as numbers, both ends included. */
export type AddressRange = readonly [first: number, last: number];

/** An address, `10.0.0.1`, as a number. */
export function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The addresses of a CIDR, `10.0.0.0/8`. */
export function toRange(cidr: string): AddressRange {
  const [address = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(toNumber(address) / size) * size;
  return [first, first + size - 1];
}

/** What is in the first ranges and in none of the others, joined and in order. */
export function subtract(ranges: readonly AddressRange[], others: readonly AddressRange[]): AddressRange[] {
  const rest = others.reduce<AddressRange[]>(
    (left, [first, last]) =>
      left.flatMap(([a, b]): AddressRange[] => {
        if (last < a || first > b) return [[a, b]];
        return [...(a < first ? [[a, first - 1] as const] : []), ...(b > last ? [[last + 1, b] as const] : [])];
      }),
    [...ranges],
  );
  return rest
    .sort(([a], [b]) => a - b)
    .reduce<AddressRange[]>((joined, [first, last]) => {
      const before = joined.at(-1);
      if (!before || first > before[1] + 1) return [...joined, [first, last]];
      return [...joined.slice(0, -1), [before[0], Math.max(before[1], last)]];
    }, []);
}

/** Ranges for people: `10.0.0.0-10.0.0.255`, a single address alone, all of them as `any address`. */
export function describeRanges(ranges: readonly AddressRange[]): string {
  const toText = (value: number) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
  return ranges
    .map(([first, last]) => {
      if (first === 0 && last === 2 ** 32 - 1) return 'any address';
      return first === last ? toText(first) : `${toText(first)}-${toText(last)}`;
    })
    .join(', ');
}
