import type { StatusReport } from '@slipway/contracts';
import type { OutputStream } from '../io.ts';
import { printable } from './printable.ts';
import { toStatusRow, toStatusText } from './status-text.ts';

/** Where a report that is read again and again is shown. */
export interface StatusWatcherOptions {
  stream: OutputStream;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Redraw in place. Default: whether the stream is a terminal (and not `TERM=dumb`). */
  isLive?: boolean;
}

/** Shows report after report; `end` leaves the terminal as it was, with the last report on it. */
export interface StatusWatcher {
  show(report: StatusReport): void;
  end(): void;
}

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';

/** On a terminal the table is drawn anew in its place; elsewhere a line is printed for each row that changed. */
export function createStatusWatcher({ stream, now, ...options }: StatusWatcherOptions): StatusWatcher {
  const isLive = options.isLive ?? (stream.isTTY === true && process.env.TERM !== 'dumb');
  return isLive ? liveTable(stream) : changedLines(stream, now);
}

function liveTable(stream: OutputStream): StatusWatcher {
  let drawn = 0;
  let last = '';
  return {
    show(report) {
      const text = fit(toStatusText(report), stream);
      if (text === last) return;
      const isFirst = last === '';
      last = text;
      stream.write(`${isFirst ? HIDE_CURSOR : ''}${drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : ''}${text}`);
      drawn = text.split('\n').length - 1;
    },
    end: () => void (last === '' || stream.write(SHOW_CURSOR)),
  };
}

/** A line that wraps, or scrolls out of sight, could not be drawn over. */
function fit(text: string, { columns = 80, rows = 24 }: OutputStream): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.length < rows ? lines : [...lines.slice(0, rows - 2), `… ${lines.length - rows + 2} more lines`];
  return shown.map((line) => `${line.slice(0, columns - 1)}\n`).join('');
}

function changedLines(stream: OutputStream, now: () => number): StatusWatcher {
  let known = new Map<string, string>();
  return {
    show(report) {
      const fresh = toLines(report);
      const changed = [...fresh].filter(([key, line]) => known.get(key) !== line).map(([, line]) => line);
      const gone = [...known.keys()].filter((key) => !fresh.has(key)).map((key) => `${key}  gone`);
      known = fresh;
      const time = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
      const text = [...changed, ...gone].map((line) => `${time}  ${line}\n`).join('');
      if (text !== '') stream.write(text);
    },
    end: () => undefined,
  };
}

function toLines({ releases, environments = [] }: StatusReport): Map<string, string> {
  const ofReleases = releases.map((release) => {
    const key = `${release.environment}/${release.name}`;
    const [, ...cells] = toStatusRow(release, { isSteady: true });
    const cause = release.cause ? [printable(release.cause.message)] : [];
    return [key, [key, ...cells, ...cause].join('  ')] as const;
  });
  const ofEnvironments = environments.flatMap(({ name, error }) =>
    error ? [[name, `${name}  ${error.code}  ${error.message}`] as const] : [],
  );
  return new Map([...ofReleases, ...ofEnvironments]);
}
