import { createHealth } from './health.ts';

describe('createHealth', () => {
  it('is ready until a fault is set, and again when the last is gone', () => {
    const health = createHealth();
    expect(health.readiness()).toEqual({ isReady: true, reasons: {} });
    health.setFault('store', 'full');
    health.setFault('drain', 'stopping');
    health.setFault('store', undefined);
    expect(health.readiness()).toEqual({ isReady: false, reasons: { drain: 'stopping' } });
    health.setFault('drain', undefined);
    expect(health.readiness().isReady).toBe(true);
  });

  it('tells when readiness turns over, not when a reason is added', () => {
    const health = createHealth();
    const told: boolean[] = [];
    health.onChange(({ isReady }) => void told.push(isReady));
    health.setFault('a', 'x');
    health.setFault('b', 'y');
    health.setFault('a', undefined);
    health.setFault('b', undefined);
    health.setFault('b', undefined);
    expect(told).toEqual([false, true]);
  });
});
