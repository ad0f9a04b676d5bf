import { verdictIn } from './cache-verdict.ts';

const said = (verdict: string) => `[compile cache] V8 code cache for CommonJS /app/main.js was ${verdict}\n`;

describe('verdictIn', () => {
  it.each([
    ['accepted, keeping the in-memory entry', 'accepted'],
    ['rejected, updating the in-memory entry', 'rejected'],
    ['not initialized, initializing the in-memory entry', 'absent'],
  ])('reads "%s" as %s', (text, verdict) => {
    expect(verdictIn(`noise\n${said(text)}`, '/app/main.js')).toBe(verdict);
  });

  it('takes nothing said of another file', () => {
    expect(verdictIn(said('accepted'), '/other/main.js')).toBe('absent');
  });
});
