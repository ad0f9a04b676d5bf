import { remember } from './remember.ts';

/** A judge of whether a text begins with a, and what it was asked. */
function aJudge(bounds: { count: number; length: number }) {
  const asked: string[] = [];
  const judge = remember((text) => {
    asked.push(text);
    return text.startsWith('a');
  }, bounds);
  return { judge, asked };
}

describe('remember', () => {
  it('asks once for each text and gives the same verdict again', () => {
    const { judge, asked } = aJudge({ count: 10, length: 10 });
    expect([judge('a'), judge('b'), judge('a'), judge('b')]).toEqual([true, false, true, false]);
    expect(asked).toEqual(['a', 'b']);
  });

  it('remembers so many texts and no more, and judges the others each time', () => {
    const { judge, asked } = aJudge({ count: 2, length: 10 });
    for (const text of ['a', 'b', 'ac', 'a', 'b', 'ac']) expect(judge(text)).toBe(text.startsWith('a'));
    expect(asked).toEqual(['a', 'b', 'ac', 'ac']);
  });

  it('remembers texts of so many characters and none that are longer', () => {
    const { judge, asked } = aJudge({ count: 10, length: 2 });
    for (const text of ['ab', 'abc', 'ab', 'abc']) expect(judge(text)).toBe(true);
    expect(asked).toEqual(['ab', 'abc', 'abc']);
  });
});
