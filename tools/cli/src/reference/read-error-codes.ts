import { ExitCodes } from '@slipway/contracts';

/** One code of an error, and the exit codes of the commands that end with it. */
export interface ErrorCode {
  code: string;
  exitCodes: number[];
}

const NAMED = new RegExp(`ExitCodes\\.(${Object.keys(ExitCodes).join('|')})\\b`, 'g');

/** The codes of all errors that sources make, sorted. `sources`: texts of TypeScript files. Pure. */
export function readErrorCodes(sources: readonly string[]): ErrorCode[] {
  const found = new Map<string, Set<number>>();
  for (const text of sources) {
    for (const match of text.matchAll(/\bnew SlipwayError\(\s*\{/g)) {
      const body = bracesFrom(text, match.index + match[0].length - 1);
      const written = /\bcode:([^]*?)(?:,\s*\n|,\s*\w+:|\}$)/.exec(body)?.[1] ?? '';
      const named = [...body.matchAll(NAMED)].map(([, name]) => ExitCodes[name as keyof typeof ExitCodes]);
      for (const [, code = ''] of written.matchAll(/'([A-Z][A-Za-z]+)'/g)) {
        const exitCodes = found.get(code) ?? new Set();
        for (const exitCode of named.length > 0 ? named : [ExitCodes.failed]) exitCodes.add(exitCode);
        found.set(code, exitCodes);
      }
    }
  }
  return [...found]
    .map(([code, exitCodes]) => ({ code, exitCodes: [...exitCodes].sort((a, b) => a - b) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** From an opening brace to the one that closes it; braces in texts come in pairs. */
function bracesFrom(text: string, start: number): string {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return text.slice(start, index + 1);
  }
  return text.slice(start);
}
