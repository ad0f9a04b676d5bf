import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

const LOOPBACK: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Not every system resolves names under .localhost, which are the loopback address by RFC 6761; others: undefined. */
export function localLookup(hostname: string): LookupFunction | undefined {
  if (!/(^|\.)localhost\.?$/i.test(hostname)) return undefined;
  return (_name, options, done) => {
    if (options.all) done(null, LOOPBACK);
    else done(null, '127.0.0.1', 4);
  };
}
