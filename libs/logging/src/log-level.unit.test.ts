import { isLogLevel, LOG_LEVELS } from './log-level.ts';

describe('isLogLevel', () => {
  it('knows the four levels and nothing else', () => {
    expect(LOG_LEVELS.filter(isLogLevel)).toEqual(['error', 'warn', 'info', 'debug']);
    expect(['', 'INFO', 'trace', 'toString'].filter(isLogLevel)).toEqual([]);
  });
});
