import { createHealth } from './health.ts';
import type { Phase } from './health.ts';

describe('createHealth', () => {
  it('is ready until a fault is set, and again when the last is gone', () => {
    const health = createHealth();
    expect(health.readiness()).toEqual({ isReady: true, reasons: {} });
    health.setFault('store', 'full');
    health.setFault('peer', 'gone');
    health.setFault('store', undefined);
    expect(health.readiness()).toEqual({ isReady: false, reasons: { peer: 'gone' } });
    health.setFault('peer', undefined);
    expect(health.readiness()).toEqual({ isReady: true, reasons: {} });
  });

  it('is not ready while it starts, ready then, and not any more while it drains', () => {
    const health = createHealth({ phase: 'starting' });
    const seen = (['starting', 'ready', 'draining'] as const).map((phase) => {
      health.moveTo(phase);
      return [health.phase(), health.readiness()];
    });
    expect(seen).toEqual([
      ['starting', { isReady: false, reasons: { lifecycle: 'the service is starting' } }],
      ['ready', { isReady: true, reasons: {} }],
      ['draining', { isReady: false, reasons: { lifecycle: 'the service is shutting down' } }],
    ]);
  });

  it.each<[Phase, Phase]>([
    ['draining', 'ready'],
    ['draining', 'starting'],
    ['ready', 'starting'],
  ])('does not go back from %s to %s', (phase, earlier) => {
    const health = createHealth({ phase });
    health.moveTo(earlier);
    expect(health.phase()).toBe(phase);
  });

  it('can drain before it was ever ready', () => {
    const health = createHealth({ phase: 'starting' });
    health.moveTo('draining');
    expect(health.phase()).toBe('draining');
  });

  it('gives faults beside the phase, and is not ready for a fault alone once it has started', () => {
    const health = createHealth({ phase: 'starting' });
    health.setFault('store', 'full');
    expect(health.readiness().reasons).toEqual({ lifecycle: 'the service is starting', store: 'full' });
    health.moveTo('ready');
    expect(health.readiness()).toEqual({ isReady: false, reasons: { store: 'full' } });
  });

  it('tells every listener when readiness turns over, not when a reason is added', () => {
    const health = createHealth();
    const told: unknown[] = [];
    const alsoTold: boolean[] = [];
    health.onChange((readiness) => void told.push(readiness));
    health.onChange(({ isReady }) => void alsoTold.push(isReady));
    health.setFault('a', 'x');
    health.setFault('b', 'y');
    health.setFault('a', undefined);
    health.setFault('b', undefined);
    health.setFault('b', undefined);
    health.moveTo('ready');
    health.moveTo('draining');
    health.setFault('c', 'z');
    health.moveTo('draining');
    expect(told).toEqual([
      { isReady: false, reasons: { a: 'x' } },
      { isReady: true, reasons: {} },
      { isReady: false, reasons: { lifecycle: 'the service is shutting down' } },
    ]);
    expect(alsoTold).toEqual([false, true, false]);
  });

  it('is alive without a watch, whatever readiness says', () => {
    const health = createHealth({ phase: 'draining' });
    health.setFault('store', 'full');
    expect(health.liveness()).toEqual({ isAlive: true, stalledMs: 0 });
  });

  it('is as alive as the loop that it watches', () => {
    let isAlive = true;
    const health = createHealth({ loop: { isAlive: () => isAlive, stalledMs: () => 7000 } });
    expect(health.liveness()).toEqual({ isAlive: true, stalledMs: 7000 });
    isAlive = false;
    expect(health.liveness()).toEqual({ isAlive: false, stalledMs: 7000 });
    expect(health.readiness().isReady).toBe(true);
  });
});
