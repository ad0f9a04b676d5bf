import { scanText } from './scan-text.ts';
import { redactText } from './secret-text.ts';

describe('the work of redactText', () => {
  const HOSTILE = [
    'a',
    '://',
    'http://a:',
    'http://a@',
    'a=',
    'token=',
    'token="',
    'x-key: ',
    'x-key: [redacted]',
    'key : ',
    '\\"key\\":',
    'Bearer ',
    'Basic a',
    'eyJ',
    'eyJa.',
    'eyJ-',
    'sk-',
    'SG.',
    'xoxb-',
    '-----BEGIN ',
    '-----END ',
    'aA0/',
    'aA0+'.repeat(4) + ' ',
    'hooks.slack.com/',
    '  ',
    '\n- ',
    'Z'.repeat(64) + '=',
  ];

  /** Milliseconds of processor time, the least of three, so that what else runs counts little. */
  function cost(text: string): number {
    const times = Array.from({ length: text.length > 100_000 ? 1 : 3 }, () => {
      const start = process.cpuUsage();
      redactText(text);
      scanText(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    return Math.min(...times);
  }

  it.each(HOSTILE)('grows no faster than the text, of %j over and over', (piece) => {
    const of = (length: number) => piece.repeat(Math.ceil(length / piece.length));
    cost(of(10_000));
    const small = cost(of(50_000));
    const large = cost(of(1_000_000));
    // 20 times the text; work that grew with its square would be 400 times as much.
    expect(large).toBeLessThan(Math.max(small, 2) * 20 * 3);
  });
});
