import type { OnProgress } from '@slipway/contracts';
import type { OutputStream } from '../io.ts';
import { formatDuration } from './format-duration.ts';

/** How progress is shown. */
export interface ProgressPrinterOptions {
  stream: OutputStream;
  /** Milliseconds since any fixed moment. Default: the process's clock. */
  now?: () => number;
  /** Redraw in place. Default: whether the stream is a terminal (and not `TERM=dumb`). */
  isLive?: boolean;
}

/** A printer of progress; `end` takes the live lines away and stops its timer. */
export interface ProgressPrinter {
  onProgress: OnProgress;
  /** Prints a line above what is live. */
  line(text: string): void;
  end(): void;
}

interface Phase {
  title: string;
  startedAt: number;
  expectedMs?: number | undefined;
  fraction?: number | undefined;
  detail?: string | undefined;
  saidAt: number;
}

const REDRAW_MS = 200;
/** Without a terminal a phase says at this interval that it is still at work. */
const STILL_MS = 15_000;

/**
 * Prints phases: on a terminal the running ones are redrawn in place, elsewhere there is a line at the
 * start, now and then, and at the end; always with elapsed and expected time.
 */
export function createProgressPrinter({
  stream,
  now = () => performance.now(),
  ...options
}: ProgressPrinterOptions): ProgressPrinter {
  const isLive = options.isLive ?? (stream.isTTY === true && process.env.TERM !== 'dumb');
  const running = new Map<string, Phase>();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = () => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };
  const draw = () => {
    if (!isLive) return;
    erase();
    const width = (stream.columns ?? 80) - 1;
    for (const phase of running.values()) stream.write(`${clip(`  … ${describe(phase, now())}`, width)}\n`);
    drawn = running.size;
  };
  const line = (text: string) => {
    erase();
    stream.write(`${text}\n`);
    draw();
  };
  const tick = () => {
    if (isLive) return draw();
    for (const phase of running.values()) {
      if (now() - phase.saidAt < STILL_MS) continue;
      phase.saidAt = now();
      stream.write(`  … ${describe(phase, now())}\n`);
    }
  };
  const settle = (id: string, mark: string, detail?: string) => {
    const phase = running.get(id);
    running.delete(id);
    if (phase)
      line(`  ${mark} ${phase.title} (${formatDuration(now() - phase.startedAt)})${detail ? `: ${detail}` : ''}`);
    if (running.size === 0) stop();
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    line,
    onProgress(event) {
      if (event.type === 'phase-started') {
        const { phase: id, title, expectedMs } = event;
        running.set(id, { title, expectedMs, startedAt: now(), saidAt: now() });
        if (isLive) draw();
        else stream.write(`  … ${title}${expectedMs ? ` (about ${formatDuration(expectedMs)})` : ''}\n`);
        timer ??= setInterval(tick, isLive ? REDRAW_MS : 1000).unref();
      } else if (event.type === 'phase-progress') {
        const phase = running.get(event.phase);
        if (!phase) return;
        phase.fraction = event.fraction ?? phase.fraction;
        phase.detail = event.detail ?? phase.detail;
      } else if (event.type === 'phase-done') settle(event.phase, event.skipped ? '-' : '✓', event.detail);
      else settle(event.phase, '✗', event.detail);
    },
    end() {
      stop();
      erase();
    },
  };
}

function describe(phase: Phase, at: number): string {
  const parts = [formatDuration(at - phase.startedAt)];
  if (phase.expectedMs !== undefined) parts.push(`of about ${formatDuration(phase.expectedMs)}`);
  if (phase.fraction !== undefined) parts.push(`${Math.floor(phase.fraction * 100)} %`);
  return `${phase.title} (${parts.join(', ')})${phase.detail ? `: ${phase.detail}` : ''}`;
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}…` : text;
}
