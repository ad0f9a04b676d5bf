import { createHealth } from '@slipway/health';
import type { RequestHandler } from 'express';
import { getHealthz, getReadyz } from './probe-routes.ts';

/** Status and body that a handler gives. */
function answerOf(handler: RequestHandler): { status: number; body: unknown } {
  const res = { statusCode: 0, setHeader: () => undefined, end: jest.fn() };
  handler({} as never, res as never, () => undefined);
  return { status: res.statusCode, body: JSON.parse(res.end.mock.calls[0]?.[0] as string) };
}

describe('getHealthz', () => {
  it('is alive while the loop goes on, also when the service drains', () => {
    const health = createHealth();
    health.moveTo('draining');
    expect(answerOf(getHealthz({ health }))).toEqual({ status: 200, body: { status: 'alive' } });
  });

  it('says for how long the loop has stood still', () => {
    const loop = { isAlive: () => false, stalledMs: () => 6000 };
    const health = createHealth({ loop: loop as never });
    expect(answerOf(getHealthz({ health }))).toEqual({ status: 503, body: { status: 'stalled', stalledMs: 6000 } });
  });
});

describe('getReadyz', () => {
  it('is ready, or says why not', () => {
    const health = createHealth();
    expect(answerOf(getReadyz({ health }))).toEqual({ status: 200, body: { status: 'ready' } });
    health.setFault('store', 'full');
    expect(answerOf(getReadyz({ health }))).toEqual({
      status: 503,
      body: { status: 'not ready', reasons: { store: 'full' } },
    });
  });
});
