import { integer, secret, url } from '../settings/setting.ts';
import { toHelp } from './to-help.ts';

describe('toHelp', () => {
  it('shows each setting with its default, or that it is required', () => {
    const help = toHelp('greeter', {
      SIZE: integer({ defaultValue: 0, min: 0, max: 9, description: 'how large' }),
      UPSTREAM: url({ description: 'who is asked' }),
      KEY: secret({ description: 'what opens it' }),
    });
    expect(help).toMatch(/^use: greeter /);
    expect(help.split('\n').slice(-4)).toEqual([
      '  SIZE (0): how large',
      '  UPSTREAM (required): who is asked',
      '  KEY: what opens it',
      '',
    ]);
  });
});
