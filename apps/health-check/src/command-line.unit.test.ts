import { parseCommand } from './command-line.ts';

describe('parseCommand', () => {
  it.each([
    ['', { mode: 'once', isJson: false }],
    ['--once', { mode: 'once', isJson: false }],
    ['--json', { mode: 'once', isJson: true }],
    ['--json --watch', { mode: 'watch', isJson: true }],
    ['--print', { mode: 'print', isJson: false }],
    ['--warm', { mode: 'warm' }],
    ['-h', { mode: 'help' }],
    ['--check --timeout 5 http://a/', { mode: 'check', args: ['--timeout', '5', 'http://a/'] }],
  ])('understands %j', (line, expected) => {
    expect(parseCommand(line.split(' ').filter(Boolean))).toEqual(expected);
  });

  it.each(['--twice', 'once', '--once --watch', '--print --watch', '--help --json', '--json=yes', '--once --check x'])(
    'does not understand %j',
    (line) => {
      expect(parseCommand(line.split(' '))).toBeUndefined();
    },
  );
});
