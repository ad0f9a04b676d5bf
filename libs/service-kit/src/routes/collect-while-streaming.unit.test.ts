import { COLLECT_EVERY_BYTES, createStreamCollector } from './collect-while-streaming.ts';

describe('createStreamCollector', () => {
  it('collects once per so many bytes, whatever the size of the chunks', () => {
    const collect = jest.fn();
    const count = createStreamCollector(collect);
    for (let n = 0; n < 16 * 3; n += 1) count(COLLECT_EVERY_BYTES / 16);
    expect(collect).toHaveBeenCalledTimes(3);
    count(COLLECT_EVERY_BYTES * 2);
    expect(collect).toHaveBeenCalledTimes(4);
  });

  it('finds the collector of the engine', () => {
    expect(() => createStreamCollector()(COLLECT_EVERY_BYTES)).not.toThrow();
  });
});
