import type { OutputStream } from '../io.ts';

/** Puts text into a colour; `plain` wherever colours would be in the way. */
export interface Colours {
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

const code = (start: number, end: number) => (text: string) => `\x1b[${start}m${text}\x1b[${end}m`;
const same = (text: string) => text;

export const plain: Colours = { green: same, yellow: same, red: same, bold: same, dim: same };
const ansi: Colours = {
  green: code(32, 39),
  yellow: code(33, 39),
  red: code(31, 39),
  bold: code(1, 22),
  dim: code(2, 22),
};

/**
 * Colours for a stream: on a terminal that knows them, or by `FORCE_COLOR` (Nx sets it for its tasks); never with
 * `NO_COLOR`, which somebody set on purpose (https://no-color.org).
 */
export function coloursFor(stream: Pick<OutputStream, 'isTTY'>, env: NodeJS.ProcessEnv): Colours {
  if (env.NO_COLOR) return plain;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced === '0' || forced === 'false' ? plain : ansi;
  return stream.isTTY === true && env.TERM !== 'dumb' ? ansi : plain;
}
