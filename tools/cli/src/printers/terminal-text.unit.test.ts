import fc from 'fast-check';
import { toPrintable, withoutWorkflowCommands } from './terminal-text.ts';

describe('toPrintable', () => {
  it.each([
    ['moves the cursor', 'a\u001b[2Ab', 'ab'],
    ['clears the screen', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['sets the title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['writes to the clipboard', 'a\u001b]52;c;AAAA\u001b\\b', 'ab'],
    ['makes a link', '\u001b]8;;http://x\u0007text\u001b]8;;\u0007', 'text'],
    ['goes back in the line', 'secret\rpublic\b\b', 'secretpublic'],
    ['resets the terminal', 'a\u001bcb', 'ab'],
    ['switches the character set', 'a\u001b(0b', 'ab'],
    ['is cut in the middle', 'a\u001b[', 'a'],
    ['turns the text around', 'a\u202eb', 'ab'],
    ['has a one-byte sequence', 'a\u009b2Jb', 'ab'],
    ['uses private modes', 'a\u001b[?1049hb', 'ab'],
  ])('takes out what %s', (_title, text, expected) => {
    expect(toPrintable(text)).toBe(expected);
  });

  it('leaves colours, lines and tabs', () => {
    expect(toPrintable('\u001b[31mred\u001b[0m\n\tä€😀\r\n')).toBe('\u001b[31mred\u001b[0m\n\tä€😀\n');
  });

  it('leaves no sequence but colours of any text', () => {
    const parts = fc.constantFrom('\u001b', '[', ']', '2', ';', 'J', 'm', '\u0007', '\u009b', '\u009d', '\\', '\r', 'a', '(', '?', '\n'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (text) => {
        const rest = toPrintable(text.join('')).replace(/\u001b\[[0-9;]*m/g, '');

        expect(rest).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not change what JSON says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const without = text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
        expect(JSON.parse(withoutWorkflowCommands(toPrintable(JSON.stringify({ text: without }, null, 2))))).toEqual({ text: without }); // prettier-ignore
      }),
    );
  });
});

describe('withoutWorkflowCommands', () => {
  it.each([
    ['::set-env name=PATH::x', ': :set-env name=PATH::x'],
    ['a\n  ::stop-commands::x', 'a\n  : :stop-commands::x'],
    ['x ##[add-path]/evil', 'x ##\\u005badd-path]/evil'],
    ['error: a::b', 'error: a::b'],
  ])('%j becomes %j', (text, expected) => {
    expect(withoutWorkflowCommands(text)).toBe(expected);
  });
});
