import type { AnsweredEntry } from './check-entries.ts';
import { checkEntries } from './check-entries.ts';

const anAnswer = (burst: number, seconds: number, counter: number, writer = 'pod-a'): AnsweredEntry => ({
  ...{ burst, level: 'info', message: 'Order accepted', timestamp: `2026-11-21T06:30:0${seconds}.000Z` },
  file: `20261121T06/20261121T06300${seconds}000Z-0000000${counter}-${writer}.log`,
});
const itsFile = ({ file, level, message, timestamp }: AnsweredEntry) => ({
  name: file,
  text: `${JSON.stringify({ level, message, timestamp })}\n`,
});
const none = { lost: 0, doubled: 0, unknown: 0, unordered: 0 };

describe('checkEntries', () => {
  const answers = [anAnswer(0, 1, 1), anAnswer(0, 1, 1, 'pod-b'), anAnswer(1, 2, 2)];
  const files = answers.map(itsFile);

  it('finds nothing wrong with a file for each answer, in order', () => {
    expect(checkEntries(answers, files)).toEqual(none);
  });

  it('counts an answer without its file and one whose file was cut', () => {
    expect(checkEntries(answers, files.slice(1))).toEqual({ ...none, lost: 1 });
    const cut = files.map((file, index) => (index === 1 ? { ...file, text: file.text.slice(0, 20) } : file));
    expect(checkEntries(answers, cut)).toEqual({ ...none, lost: 1 });
  });

  it('counts a name given twice and a file that nobody was told of', () => {
    expect(checkEntries([...answers, ...answers.slice(0, 1)], files)).toEqual({ ...none, doubled: 1 });
    expect(checkEntries(answers.slice(1), files)).toEqual({ ...none, unknown: 1 });
  });

  it('counts a name of a later burst that sorts before one of an earlier burst', () => {
    const late = [anAnswer(1, 1, 1), anAnswer(0, 2, 1, 'pod-b')];
    expect(checkEntries(late, late.map(itsFile))).toEqual({ ...none, unordered: 1 });
  });

  it('counts an earlier time under a later name of the same process, but not of another', () => {
    const swapped = [anAnswer(0, 1, 1), { ...anAnswer(0, 2, 2), timestamp: '2026-11-21T06:30:00.000Z' }];
    expect(checkEntries(swapped, swapped.map(itsFile))).toEqual({ ...none, unordered: 1 });
    const across = [anAnswer(0, 1, 1), { ...anAnswer(0, 2, 2, 'pod-b'), timestamp: '2026-11-21T06:30:00.000Z' }];
    expect(checkEntries(across, across.map(itsFile))).toEqual(none);
  });
});
