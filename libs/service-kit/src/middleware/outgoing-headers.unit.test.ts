import { runWithContext } from '@slipway/logging';
import { outgoingHeaders } from './outgoing-headers.ts';

describe('outgoingHeaders', () => {
  it('is empty outside of a request', () => {
    expect(outgoingHeaders()).toEqual({});
  });

  it('carries the request id alone where no trace came', () => {
    expect(runWithContext({ requestId: 'r-1' }, outgoingHeaders)).toEqual({ 'X-Request-Id': 'r-1' });
  });
});
