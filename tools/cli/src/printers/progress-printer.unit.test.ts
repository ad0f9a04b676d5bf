import { createProgressPrinter } from './progress-printer.ts';

function aPrinter(isLive: boolean) {
  let text = '';
  const clock = { ms: 0 };
  const stream = { write: (chunk: string) => (text += chunk), columns: 60 };
  const printer = createProgressPrinter({ stream, isLive, now: () => clock.ms });
  return { printer, clock, text: () => text };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('createProgressPrinter', () => {
  it('prints a line at the start, now and then, and at the end, where there is no terminal', () => {
    const { printer, clock, text } = aPrinter(false);
    printer.onProgress({ type: 'phase-started', phase: 'a', title: 'build it', expectedMs: 90_000 });
    printer.onProgress({ type: 'phase-progress', phase: 'a', fraction: 0.426, detail: 'package 3' });
    clock.ms = 16_000;
    jest.advanceTimersByTime(1000);
    clock.ms = 75_000;
    printer.onProgress({ type: 'phase-done', phase: 'a', detail: 'built' });
    printer.end();
    expect(text().split('\n')).toEqual([
      '  … build it (about 1 min 30 s)',
      '  … build it (16 s, of about 1 min 30 s, 42 %): package 3',
      '  ✓ build it (1 min 15 s): built',
      '',
    ]);
  });

  it('marks what failed and what there was nothing to do for', () => {
    const { printer, text } = aPrinter(false);
    for (const phase of ['a', 'b']) printer.onProgress({ type: 'phase-started', phase, title: phase });
    printer.onProgress({ type: 'phase-failed', phase: 'a', detail: 'no room' });
    printer.onProgress({ type: 'phase-done', phase: 'b', skipped: true });
    expect(text()).toContain('  ✗ a (0.0 s): no room\n  - b (0.0 s)\n');
  });

  it('redraws running phases in place on a terminal, clips them, and leaves nothing behind', () => {
    const { printer, text } = aPrinter(true);
    printer.onProgress({ type: 'phase-started', phase: 'a', title: 'x'.repeat(100) });
    expect(text()).toBe(`${`  … ${'x'.repeat(100)}`.slice(0, 58)}…\n`);
    printer.line('above');
    expect(text()).toContain('\x1b[1A\x1b[0Jabove\n');
    printer.end();
    expect(text().endsWith('\x1b[1A\x1b[0J')).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ignores the end of what never began', () => {
    const { printer, text } = aPrinter(false);
    printer.onProgress({ type: 'phase-done', phase: 'never' });
    expect(text()).toBe('');
  });
});
