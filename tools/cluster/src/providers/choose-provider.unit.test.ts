import { chooseProvider } from './choose-provider.ts';

describe('chooseProvider', () => {
  it.each([
    ['kind where the tool and the engine answer', ['kind', 'docker'], 'kind'],
    ['the embedded one where only the tool answers', ['kind'], 'embedded'],
    ['the embedded one where only the engine answers', ['docker'], 'embedded'],
    ['the embedded one where nothing answers', [], 'embedded'],
  ])('takes %s', async (_title, answering, expected) => {
    expect(await chooseProvider((program) => Promise.resolve(answering.includes(program)))).toBe(expected);
  });
});
