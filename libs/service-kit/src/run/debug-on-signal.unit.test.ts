import { createLogger } from '@slipway/logging';
import { debugOnSignal } from './debug-on-signal.ts';
import { createFakeHost } from './test-support/fake-host.ts';

describe('debugOnSignal', () => {
  it('switches to debug and back to what is configured by then, and is heard both times', () => {
    const host = createFakeHost();
    const heard: string[] = [];
    const sink = {
      write: (line: string) => void heard.push(JSON.parse(line).logLevel as string),
      flush: () => undefined,
    };
    const logger = createLogger({ level: 'error', format: 'json', sink });
    let configured: 'error' | 'warn' = 'error';
    debugOnSignal(host, logger, () => configured);
    host.emit('SIGUSR2');
    expect(logger.level()).toBe('debug');
    configured = 'warn';
    host.emit('SIGUSR2');
    expect(logger.level()).toBe('warn');
    expect(heard).toEqual(['debug', 'warn']);
  });

  it('leaves a system alone that has no such signal', () => {
    const on = jest.fn();
    debugOnSignal({ on, platform: 'win32' }, createLogger({ format: 'json' }), () => 'info');
    expect(on).not.toHaveBeenCalled();
  });
});
