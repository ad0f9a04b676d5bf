import { createHostClient } from '@slipway/clients';
import { toRunVariable } from './run-variable.ts';

describe('toRunVariable', () => {
  it('makes all tasks of one nx command one run, and those of another one another', () => {
    const [first, second] = [createHostClient(toRunVariable('1')), createHostClient(toRunVariable('1'))];
    expect([first.run, first.identity === second.identity]).toEqual([second.run, false]);
    expect(createHostClient(toRunVariable('2')).run).not.toBe(first.run);
  });

  it('is not needed by a process that Nx did not start', () => {
    const host = createHostClient({});
    expect(host.run).toBe(host.identity);
  });
});
