import { parseArgs } from 'node:util';

/** What the program is to do. */
export type Command =
  | { mode: 'once' | 'watch' | 'print'; isJson: boolean }
  /** Asks URLs as every service's program does. */
  | { mode: 'check'; args: string[] }
  | { mode: 'warm' }
  | { mode: 'help' };

/** How the program is used. */
export const USAGE = `use: health-check [--once | --watch | --print] [--json]
     health-check --check [--timeout MS] [--status CODE] [--contains TEXT] URL...

  --once    checks every target once (default)
  --watch   checks every INTERVAL_MS until SIGTERM or SIGINT
  --print   shows the end of the log and the last result, and ends as that did
  --json    prints the result document alone
  --check   asks URLs and writes nothing down
  --warm    loads everything, writes the compile cache and ends
`;

/** Reads the arguments; undefined for those that make no sense. Pure. */
export function parseCommand(argv: readonly string[]): Command | undefined {
  const [first, ...args] = argv;
  if (first === '--check') return { mode: 'check', args };
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { once: flag, watch: flag, print: flag, json: flag, warm: flag, help: { ...flag, short: 'h' } },
    });
    const { json: isJson = false, ...modes } = values;
    const [mode = 'once', ...others] = Object.keys(modes) as ('once' | 'watch' | 'print' | 'warm' | 'help')[];
    if (others.length > 0) return undefined;
    if (mode !== 'warm' && mode !== 'help') return { mode, isJson };
    return isJson ? undefined : { mode };
  } catch {
    return undefined;
  }
}
